//! What holds for every page, in every state and every language.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::about::{AboutTemplate, Keeper};
use super::home::HomeTemplate;
use super::lot::LotTemplate;
use super::missing::MissingTemplate;
use super::{Here, Language};
use crate::views::model::{Level, LotPage, Search, Words, sample};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Words that a shopper must never meet, in lower case.
const FORBIDDEN: [&str; 28] = [
    "blockchain",
    "hash",
    "ledger",
    "node",
    "token",
    "verified",
    "epcis",
    "custody",
    "consensus",
    "merkle",
    "immutable",
    "cryptograph",
    "authentic",
    "compliant",
    "checksum",
    "validator",
    "区块链",
    "哈希",
    "账本",
    "节点",
    "令牌",
    "已验证",
    "共识",
    "不可篡改",
    "正品",
    "保真",
    "密码学",
    "上链",
];

fn show(view: &LotPage, language: Language) -> String {
    let here = Here::new(&view.code.path, "");
    LotTemplate::new(view, language, here).answer().unwrap().html
}

/// Every page there is, with a name for failures.
fn pages() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    let two = sample::candidates();
    let bad = Search { fault: Some(sample::bad_check_digit()), ..Search::default() };
    let keepers = [Keeper {
        name: Words::one("en", "Blackthorn Meats"),
        address: Some("https://node.example".to_owned()),
    }];
    for language in Language::ALL {
        let name = |page: &str| format!("{page} in {}", language.tag());
        let here = || Here::new("/t", "");
        for (page, view) in sample::all() {
            pages.push((name(page), show(&view, language)));
        }
        let plain = Search::default();
        let none = Search { code: "halibut".to_owned(), ..Search::default() };
        let searches = [
            ("home", &plain),
            ("candidates", &two),
            ("fault", &bad),
            ("hits", &sample::hits()),
            ("nothing found", &none),
        ];
        for (page, search) in searches {
            let template = HomeTemplate::new(search, &two.candidates, language, here());
            pages.push((name(page), template.answer().unwrap().html));
        }
        let missing = MissingTemplate::new(language, here());
        pages.push((name("missing"), missing.answer().unwrap().html));
        let about = AboutTemplate::new("demo.example/00", &keepers, language, here());
        pages.push((name("about"), about.answer().unwrap().html));
    }
    pages
}

/// Keys with their text, from every file of a language.
fn messages(language: Language) -> BTreeMap<String, String> {
    let mut messages = BTreeMap::new();
    let mut files = files(&Path::new(ROOT).join("locales").join(language.tag()), "ftl");
    files.sort();
    for file in files {
        let mut key = String::new();
        for line in fs::read_to_string(&file).unwrap().lines().filter(|l| !l.starts_with('#')) {
            if let Some((name, text)) = line.split_once(" = ").filter(|_| !line.starts_with(' ')) {
                name.clone_into(&mut key);
                let before = messages.insert(key.clone(), text.to_owned());
                assert!(before.is_none(), "{key} stands twice in {}", language.tag());
            } else if let Some(text) = messages.get_mut(&key) {
                text.push('\n');
                text.push_str(line);
            }
        }
    }
    messages
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|ext| ext == extension) {
            found.push(path);
        }
    }
    found
}

fn variables(text: &str) -> BTreeSet<&str> {
    text.split('$')
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default())
        .collect()
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_variables() {
    let (en, zh) = (messages(Language::English), messages(Language::SimplifiedChinese));
    let keys = |all: &BTreeMap<String, String>| all.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&en), keys(&zh));
    for (key, text) in &en {
        assert_eq!(variables(text), variables(&zh[key]), "variables of {key}");
    }
}

#[test]
fn chinese_is_chinese() {
    let en = messages(Language::English);
    let latin_is_right = |key: &str| {
        ["month-", "day-time", "celsius", "amount-unit", "place", "species-latin", "digits-"]
            .iter()
            .any(|start| key.starts_with(start))
    };
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || "，、：；“（".contains(c);
    for (key, text) in messages(Language::SimplifiedChinese) {
        assert!(latin_is_right(&key) || text.chars().any(chinese), "{key} = {text}");
        assert!(text != en[&key] || latin_is_right(&key), "{key} is not translated");
    }
}

#[test]
fn every_message_is_used_and_every_key_that_is_used_exists() {
    let by_code = [
        "allergen-",
        "area-",
        "class-",
        "country-",
        "gear-",
        "month-",
        "production-",
        "species-",
        "unit-",
    ];
    let mut source = String::new();
    let pages = Path::new(ROOT).join("server/http/pages");
    for file in files(&pages, "rs").iter().chain(&files(&Path::new(ROOT).join("templates"), "html"))
    {
        if !file.ends_with("tests.rs") {
            source.push_str(&fs::read_to_string(file).unwrap());
        }
    }
    let known = messages(Language::English);
    for key in known.keys().filter(|key| !by_code.iter().any(|start| key.starts_with(start))) {
        assert!(source.contains(&format!("\"{key}\"")), "{key} is not used");
    }
    for call in [".t(\"", ".with(\""] {
        for rest in source.split(call).skip(1) {
            let key = rest.split('"').next().unwrap();
            assert!(known.contains_key(key), "{key} has no message");
        }
    }
}

#[test]
fn no_page_shows_a_word_of_our_trade() {
    for language in Language::ALL {
        for (key, text) in messages(language) {
            let text = text.to_lowercase();
            for word in FORBIDDEN {
                assert!(!text.contains(word), "{word} in {key}");
            }
        }
    }
    for file in files(&Path::new(ROOT).join("templates"), "html") {
        let text = fs::read_to_string(&file).unwrap().to_lowercase();
        for word in FORBIDDEN {
            assert!(!text.contains(word), "{word} in {}", file.display());
        }
    }
}

#[test]
fn every_page_is_whole_and_needs_nothing_from_elsewhere() {
    for (name, html) in pages() {
        assert!(!html.contains("Unknown localization"), "{name} lacks a message");
        assert!(
            html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"),
            "{name}"
        );
        assert_eq!(html.matches("<h1>").count(), 1, "{name} has one title");
        for outside in [" style=", " onclick=", "src=\"http", "src=\"//", "@import", "url("] {
            assert!(!html.contains(outside), "{outside} in {name}");
        }
        // Before compression; brotli makes it about a third, and the budget is 14 KB.
        assert!(html.len() < 30_000, "{name} has {} bytes", html.len());
        assert!(
            html.matches("</").count() + html.matches("<br>").count() < 300,
            "{name} is too deep"
        );
    }
}

#[test]
fn a_recall_stands_before_everything_else() {
    for language in Language::ALL {
        let html = show(&sample::recalled(), language);
        let at = |text: &str| html.find(text).unwrap();
        assert!(at("class=\"band recall\"") < at("class=\"top\""));
        assert!(at("class=\"band recall\"") < at("<h1>"));
        assert!(at("tel:+34986555010") < at("<h1>"));
    }
    let html = show(&sample::recalled(), Language::English);
    assert!(html.contains("<title>Recalled · Hake fillets · HK2611-07B</title>"));
    assert!(html.contains("Listeria was found in a pack of this lot."));
    assert!(!html.contains("No recall recorded"));
}

#[test]
fn each_state_says_its_own_sentence() {
    for (view, says, never) in [
        (sample::seafood(), "No recall recorded", "Do not eat"),
        (sample::on_hold(), "Do not eat this for now. It is being checked.", "No recall recorded"),
        (sample::withdrawn(), "was called off on 21\u{a0}Nov\u{a0}2026", "band recall"),
        (sample::past_use_by(), "Past its use-by date", "band clear"),
        (sample::unknown_lot(), "We have no record of lot HK2611-O7B", "id=\"check\""),
        (sample::stale(), "This copy is 37 minutes old", "band clear"),
    ] {
        let html = show(&view, Language::English);
        assert!(html.contains(says), "{says}");
        assert!(!html.contains(never), "{says}: {never}");
    }
}

#[test]
fn of_a_product_without_its_lot_nothing_green_is_said() {
    let mut view = sample::seafood();
    view.code.level = Level::Product { gtin: "9520001234569".to_owned() };
    let html = show(&view, Language::English);
    assert!(html.contains("Which lot is it?") && html.contains("name=\"lot\""), "{html}");
    assert!(!html.contains("band clear"));
    view.status = sample::recalled().status;
    assert!(show(&view, Language::English).contains("Do not eat this. It has been recalled."));
}

#[test]
fn text_from_outside_stays_text() {
    let evil = "<script>alert(1)</script>\" onmouseover=\"x";
    let mut view = sample::recalled();
    view.product.names = Words::one("en\" onload=\"x", evil);
    view.code.evidence = evil.to_owned();
    view.code.uri = evil.to_owned();
    view.origin = evil.to_owned();
    view.certificates[0].link = Some("javascript:alert(1)".to_owned());
    view.certificates[0].number = Some(evil.to_owned());
    for language in Language::ALL {
        let html = show(&view, language);
        assert!(!html.contains("<script>") && !html.contains("javascript:"));
        assert!(!html.contains("\" onmouseover") && !html.contains("\" onload"));
    }
}

#[test]
fn foreign_words_carry_their_language() {
    let html = show(&sample::seafood(), Language::SimplifiedChinese);
    assert!(html.contains("<span lang=\"es\">Nova María</span>"));
    assert!(html.contains("<h1>无须鳕鱼片</h1>") && html.contains("<html lang=\"zh-Hans\">"));
}

#[test]
fn the_data_face_says_the_same_with_codes() {
    let json = serde_json::to_value(sample::withdrawn()).unwrap();
    assert_eq!(json["status"]["state"], "withdrawn");
    assert_eq!(json["code"]["level"]["lot"], "HK2611-07B");
    assert_eq!(json["facts"][2]["value"]["is"], "2026-11-24");
    assert_eq!(json["journey"]["steps"][0]["kind"], "caught");
    assert_eq!(json["journey"]["steps"][0]["signed"]["how"]["way"], "vouched");
    assert!(json["journey"]["steps"][0]["event_ids"][0].as_str().unwrap().starts_with("urn:uuid:"));
}

/// Relative luminance of WCAG 2.2, from a `#rrggbb` colour.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value =
            f64::from(u8::from_str_radix(colour.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn ink_can_be_read_on_its_ground_by_day_and_by_night() {
    let css = include_str!("../../../static/css/tokens.css");
    let (day, night) = css.split_once("@media").unwrap();
    for (theme, text) in [("light", day), ("dark", night)] {
        let colour = |name: &str| {
            let (_, rest) = text.split_once(&format!("--{name}: ")).unwrap();
            luminance(rest.get(..7).unwrap())
        };
        for (ink, ground) in [
            ("ink", "paper"),
            ("soft", "paper"),
            ("link", "paper"),
            ("furrow", "paper"),
            ("out", "paper"),
            ("out", "clear"),
            ("soft", "clear"),
            ("ink", "clear"),
            ("clear-ink", "clear"),
            ("recall-ink", "recall"),
            ("hold-ink", "hold"),
            ("warn-ink", "warn"),
            ("stale-ink", "stale"),
            ("paper", "ink"),
            ("soft", "out-fill"),
        ] {
            let (a, b) = (colour(ink), colour(ground));
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= 4.5, "{ink} on {ground}, {theme}: {contrast:.2}");
        }
    }
}
