//! Words that a shopper never meets. They promise too much, or tell of machines.

use super::tree::{Tree, assert_none, assert_told};

/// In languages with spaces: whole words, in any case; a star stands for any ending.
const WORDS: [&str; 29] = [
    "authentic",
    "blockchain*",
    "block chain*",
    "cadena de bloques",
    "certified",
    "chaîne de blocs",
    "compliant",
    "consensus",
    "cryptograph*",
    "CTE",
    "CTEs",
    "custody",
    "EPCIS",
    "error 404",
    "excursion",
    "hash*",
    "immutable",
    "KDE",
    "KDEs",
    "ledger*",
    "merkle",
    "node",
    "nodes",
    "off-chain",
    "on-chain",
    "tamper-proof",
    "token*",
    "validator*",
    "verified",
];

/// In languages without spaces: anywhere.
const SIGNS: [&str; 15] = [
    "上链",
    "不可篡改",
    "令牌",
    "代币",
    "共识",
    "区块",
    "去中心化",
    "哈希",
    "已认证",
    "已验证",
    "散列",
    "账本",
    "节点",
    "链上",
    "默克尔",
];

fn faults(tree: &Tree) -> Vec<String> {
    let templates = tree.files("templates/", ".html").flat_map(|(path, text)| {
        // A console is for people of the trade, who have these words.
        let is_console = path.starts_with("templates/console/");
        let shown = if is_console { String::new() } else { blank(text) };
        word_faults(path, &shown)
    });
    let locales = tree.files("locales/", ".ftl").flat_map(|(path, text)| {
        let values: Vec<&str> = text.lines().map(value).collect();
        word_faults(path, &values.join("\n"))
    });
    let scripts = tree.files("static/js/words.", ".js");
    let scripts = scripts.chain(tree.files("static/checker/words", ".js"));
    let scripts = scripts.flat_map(|(path, text)| {
        let values: Vec<&str> = text.lines().map(after_colon).collect();
        word_faults(path, &values.join("\n"))
    });
    templates.chain(locales).chain(scripts).collect()
}

/// A template without its own code; line breaks stay, so that lines keep their numbers.
fn blank(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, code)) = rest
        .split_at_checked(rest.find(['{']).unwrap_or(rest.len()))
        .filter(|(_, code)| !code.is_empty())
    {
        let close = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")]
            .into_iter()
            .find(|(open, _)| code.starts_with(open))
            .map_or("{", |(_, close)| close);
        let end = code.find(close).map_or(code.len(), |at| at + close.len());
        let (hidden, after) = code.split_at(end);
        shown.push_str(before);
        shown.extend(hidden.chars().filter(|character| *character == '\n'));
        rest = after;
    }
    shown + rest
}

/// What a line of a Fluent file shows: no comment, no name of a message or variable.
fn value(line: &str) -> &str {
    let is_comment = line.starts_with('#');
    let shown = match line.split_once('=') {
        Some((name, shown)) if !name.contains(' ') || name.trim_end().len() + 1 == name.len() => {
            shown
        }
        Some(_) | None => line,
    };
    if is_comment { "" } else { shown }
}

/// What a line of a script's table shows: no comment, no name before the colon.
fn after_colon(line: &str) -> &str {
    let line = line.trim_start();
    let shown = line.split_once(": ").map_or(line, |(_, shown)| shown);
    if line.starts_with("//") { "" } else { shown }
}

fn word_faults(path: &str, text: &str) -> Vec<String> {
    let told = |(index, line): (usize, &str)| {
        let words = WORDS.iter().filter(|word| holds(line, word));
        let signs = SIGNS.iter().filter(|sign| line.contains(*sign));
        let found: Vec<&str> = words.chain(signs).copied().collect();
        found
            .into_iter()
            .map(move |word| format!("{path}:{}: shoppers do not say {word:?}", index + 1))
    };
    text.lines().enumerate().flat_map(told).collect()
}

fn holds(line: &str, word: &str) -> bool {
    let line = line.to_lowercase();
    let (stem, any_end) = word.strip_suffix('*').map_or((word, false), |stem| (stem, true));
    let stem = stem.to_lowercase();
    line.match_indices(&stem).any(|(at, _)| {
        let before = line.get(..at).and_then(|start| start.chars().next_back());
        let after = line.get(at + stem.len()..).and_then(|end| end.chars().next());
        let joins = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
        // A variable is not shown.
        before != Some('$') && !joins(before) && (any_end || !joins(after))
    })
}

#[test]
fn pages_speak_as_shoppers_do() {
    assert_none(&faults(&Tree::of_repository().unwrap()));
}

#[test]
fn a_word_of_the_trade_is_found() {
    let tree = Tree::of(&[
        (
            "locales/en/lot.ftl",
            "# the hash\nhash-node = Signed with { $token } tokens.\na = This Hash.\n    our ledgers\n",
        ),
        ("locales/zh-Hans/lot.ftl", "a = 写在区块里。\n"),
        ("static/js/words.en.js", "// hash\n  token: 'Verified here',\n  node: 'nodes'\n"),
        (
            "templates/pages/lot.html",
            "{# the token #}\n{{ l.t(\"hash\") }}{% if\nnode %}\n<p title=\"on-chain\">unverified nodetime</p>\n",
        ),
        ("templates/console/desk.html", "EPCIS\n"),
    ]);
    let told = [
        "templates/pages/lot.html:4: shoppers do not say \"on-chain\"",
        "locales/en/lot.ftl:2: shoppers do not say \"token*\"",
        "locales/en/lot.ftl:3: shoppers do not say \"hash*\"",
        "locales/en/lot.ftl:4: shoppers do not say \"ledger*\"",
        "locales/zh-Hans/lot.ftl:1: shoppers do not say \"区块\"",
        "static/js/words.en.js:2: shoppers do not say \"verified\"",
        "static/js/words.en.js:3: shoppers do not say \"nodes\"",
    ];
    assert_told(&faults(&tree), &told);
}
