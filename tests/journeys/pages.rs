//! What shoppers and the operator read of the demonstration.

use super::demo::Demo;
use super::story::{actor, fact, first_topics, list, reads, words};
use serde_json::{Value, json};

#[test]
fn the_demonstration_reads_as_it_happened() {
    let demo = Demo::start();
    hake(&demo);
    pallet(&demo);
    mango(&demo);
    grower(&demo);
    mince(&demo);
    cage(&demo);
    animals(&demo);
    unknown(&demo);
    search(&demo);
    branch(&demo);
    lots(&demo);
    languages(&demo);
    examples(&demo);
    small(&demo);
}

/// What a page may weigh on its way to a phone.
const PAGE_MAX: usize = 14 * 1024;

fn small(demo: &Demo) {
    for path in [
        "/01/09520102003118/10/SOL-7083M",
        "/00/095201020004170069",
        "/01/09520104005127/10/KS7741",
        "/x/9520103000000-11/lot/COL11-118",
        "/01/09520109000417/10/CCS-M640",
        "/00/095201090000095017",
    ] {
        for language in ["en", "zh-Hans"] {
            let path = format!("/t{path}?all&lang={language}");
            let headers = [("Accept", "text/html"), ("Accept-Encoding", "gzip, deflate, br")];
            let page = demo.client().get_with(&path, &headers);
            assert_eq!((page.status, page.header("content-encoding")), (200, Some("br")), "{path}");
            assert!(page.body.len() <= PAGE_MAX, "{path} has {} bytes", page.body.len());
        }
    }
}

fn hake(demo: &Demo) {
    let page = demo.page("/01/09520102003118/10/SOL-7083M");
    reads(
        &page,
        "
        caught | Armadora Nova Sálvora, S.L. | 27.7.j x3
        stored | Armadora Nova Sálvora, S.L. | North-East Atlantic, south-west of Ireland, ES
        landed | Armadora Nova Sálvora, S.L. | Galicia, ES
        shipped | Armadora Nova Sálvora, S.L. | Galicia, ES
        arrived | (auction) | Galicia, ES ?
        auctioned | (auction) | Galicia, ES ?
        shipped | (auction) | Galicia, ES ?
        arrived | Peixes Costa do Solpor, S.L. | Galicia, ES
        processed | Peixes Costa do Solpor, S.L. | Galicia, ES
        stored | Peixes Costa do Solpor, S.L. | Galicia, ES
        processed | Peixes Costa do Solpor, S.L. | Galicia, ES
        packed | Peixes Costa do Solpor, S.L. | Galicia, ES x6 ?
        Galicia, ES -> shop in ES FR PT
        ",
    );
    assert_eq!(page["status"]["state"], "clear");
    assert_eq!(page["product"]["kind"], "seafood");
    assert_eq!(words(&page["product"]["names"]), "Hake fillet portions, skin on, 300 g");
    assert_eq!(page["product"]["net"], json!({"amount": "300", "unit": "GRM"}));
    assert_eq!(actor(&page["product"]["producer"]), "Peixes Costa do Solpor, S.L.");
    // Regulation (EU) 1379/2013 article 35.
    assert_eq!(fact(&page, "caught"), &json!({"from": "2026-10-31", "until": "2026-11-02"}));
    assert_eq!(fact(&page, "caught_by")["name"]["und"], "Nova Sálvora Segunda");
    assert_eq!(fact(&page, "species")["scientific"], "Merluccius merluccius");
    assert_eq!(fact(&page, "production_method")["code"], "wild");
    assert_eq!(fact(&page, "caught_with")["codes"], json!(["LLS"]));
    assert_eq!(fact(&page, "catch_area")["codes"], json!(["27.7.j"]));
    assert_eq!(fact(&page, "defrosted"), &json!(false));
    assert_eq!(fact(&page, "use_by"), &json!("2026-11-16"));
    assert_eq!(fact(&page, "allergens")["codes"], json!(["fish"]));
    assert_eq!(page["cold_chain"]["verdict"], json!({"is": "kept"}));
    assert_eq!(first_topics(&page), ["caught", "caught_by", "use_by", "keep_at"]);
    assert_eq!(page["entered_afterwards"], true);
    assert_eq!(page["kept_by_one_company"], true);
    assert_eq!(page["findings"], json!([]), "being late is said once");
    let unproven = json!({"missing": "unproven_steps", "steps": 4, "of": 12});
    assert_eq!(page["unknowns"], json!([unproven]));
    let standards: Vec<String> =
        list(&page["certificates"]).map(|certificate| words(&certificate["name"])).collect();
    assert_eq!(standards.len(), 6, "{standards:?}");
    assert_eq!(page["certificates"][0]["state"], "valid");
}

fn pallet(demo: &Demo) {
    let page = demo.page("/00/095201020004170069");
    let cold = &page["cold_chain"];
    let minutes = cold["verdict"]["total_ms"].as_i64().unwrap() / 60_000;
    assert_eq!(minutes, 56, "above four degrees in the night: {}", cold["verdict"]);
    let [out] = cold["excursions"].as_array().unwrap().as_slice() else {
        panic!("{}", cold["excursions"])
    };
    assert_eq!((&out["side"], &out["worst_milli_c"]), (&json!("above"), &json!(5_900)));
    assert_eq!(words(&page["product"]["names"]), "Hake fillet portions, skin on, 300 g");
    assert_eq!(page["product"]["net"], Value::Null, "a pallet has no net content of a pack");
    assert_eq!(page["journey"]["split"], Value::Null);
    let last = list(&page["journey"]["steps"]).last().unwrap();
    assert_eq!(actor(&last["by"]), "(retailer)", "which of its sites it was is not told");
    let shop = demo.page("/00/095201050000520018");
    assert_eq!(shop["cold_chain"]["verdict"]["is"], "kept", "its pallets were in other lorries");
}

/// The reefer's long log and the growers' certificate, as whoever follows the links gets them.
fn files(demo: &Demo, page: &Value) {
    let log = &page["cold_chain"]["files"][0];
    assert_eq!((&log["readings"], &page["cold_chain"]["absent"]), (&json!(577), &json!(0)));
    let certificate = list(&page["certificates"]).find_map(|one| one["file"].as_str());
    for (path, begin) in [
        (log["path"].as_str().unwrap(), "time,celsius\n2026-10-"),
        (certificate.expect("a certificate with its document"), "%PDF-1.4"),
    ] {
        let file = demo.client().get(path);
        assert_eq!(file.status, 200);
        assert!(file.text().starts_with(begin), "{path}");
        let digest = ledger::Hash::of(&[&file.body]).to_hex();
        assert!(path.ends_with(&digest), "{path}: the address is the digest");
    }
}

fn mango(demo: &Demo) {
    let page = demo.page("/01/09520104005127/10/KS7741");
    assert_eq!(page["product"]["kind"], "fruit");
    assert_eq!(first_topics(&page), ["picked", "grown_by", "best_before", "keep_at"]);
    assert_eq!(fact(&page, "picked")["on"], "2026-10-16");
    assert_eq!(fact(&page, "picked")["place"]["country"], "BR");
    assert_eq!(fact(&page, "grown_by")["en"], "14 growers");
    assert_eq!(fact(&page, "treatment")["en"], "Hot water, 75 or 90 minutes (T102-a)");
    assert_eq!(fact(&page, "best_before"), &json!("2026-11-19"));
    assert_eq!(fact(&page, "class")["code"], "1");
    let first = &page["journey"]["steps"][0];
    assert_eq!(first["kind"], "picked");
    assert_eq!(words(&first["signed"]["how"]["principal"]), "11 growers");
    assert_eq!(list(&first["event_ids"]).count(), 11);
    assert_eq!(words(&first["by"]["name"]), "11 growers");
    let html = demo.client().get("/t/01/09520104005127/10/KS7741").text();
    assert!(html.contains(">16\u{a0}Oct\u{a0}2026</time>"), "one day is no range");
    let readings = list(&page["cold_chain"]["readings"]).count();
    assert!((100..=200).contains(&readings), "the reefer's log: {readings}");
    assert_eq!(page["cold_chain"]["verdict"], json!({"is": "kept"}), "the bath is no cold chain");
    files(demo, &page);
    let [correction] = page["corrections"].as_array().unwrap().as_slice() else {
        panic!("{}", page["corrections"])
    };
    assert_eq!(correction["reason"], "incorrect_data");
    assert_eq!(list(&correction["replaced_by"]).count(), 1);
}

fn grower(demo: &Demo) {
    let page = demo.page("/x/9520103000000-11/lot/COL11-118");
    reads(
        &page,
        "
        picked | Sítio Vereda Mansa | BR (entered for Sítio Vereda Mansa)
        shipped | Sítio Vereda Mansa | Bahia, BR (entered for Sítio Vereda Mansa)
        arrived | Cooperativa Agrícola Mandacaru Verde | Bahia, BR
        processed | Cooperativa Agrícola Mandacaru Verde | Bahia, BR
        ",
    );
    let html = demo.client().get("/t/x/9520103000000-11/lot/COL11-118?lang=en").text();
    assert!(html.contains("<h1>Lot COL11-118 of Sítio Vereda Mansa</h1>"), "{html}");
    let shy = demo.page("/x/9520103000000-12/lot/COL12-118");
    let text = shy.to_string();
    assert!(!text.contains("Barro Vermelho"), "it does not want to be named: {text}");
}

fn mince(demo: &Demo) {
    let page = demo.page("/01/09520109000417/10/CCS-M640");
    assert_eq!(first_topics(&page), ["born_in", "reared_in", "use_by", "keep_at"]);
    let born: Vec<&str> =
        list(fact(&page, "born_in")).filter_map(|each| each["is"]["country"].as_str()).collect();
    assert_eq!(born, ["FR", "IE"], "one line says both");
    assert_eq!(fact(&page, "reared_in")["country"], "IT");
    assert_eq!(page["product"]["producer"]["role"], "retailer", "a firm with shops is no shop");
    assert_eq!(fact(&page, "prepared_in")["number"], "IT F952N CE");
    assert_eq!(fact(&page, "animal_reference"), &json!("CCS-M640"));
    let born = &page["journey"]["steps"][0];
    assert_eq!(born["kind"], "born");
    let year = born["at"]["utc_ms"].as_i64().unwrap() / 31_556_952_000 + 1970;
    assert_eq!(year, 2025, "born long before it was on the record");
    let text = page.to_string();
    assert!(!text.contains("CCS-5531"), "the steaks of the same animals are no part of the mince");
}

fn cage(demo: &Demo) {
    let page = demo.page("/00/095201090000095017");
    let names = words(&page["product"]["names"]);
    assert_eq!(names, "Beef mince, 500 g + Young bull sirloin steak, 250 g");
    assert_eq!(fact(&page, "keep_at"), &json!({"min": 0, "max": 2_000}), "what suits both");
    let kinds: Vec<&str> =
        list(&page["journey"]["steps"]).filter_map(|step| step["kind"].as_str()).collect();
    assert_eq!(kinds.last(), Some(&"on_sale"));
    assert_eq!(kinds.iter().filter(|kind| **kind == "carried").count(), 2, "{kinds:?}");
}

fn animals(demo: &Demo) {
    reads(
        &demo.page("/x/9520201090002/group/BOX-7"),
        "
        born | Éleveurs du Val des Hêtres, SCA | Burgundy-Franche-Comté, FR
        shipped | Éleveurs du Val des Hêtres, SCA | Burgundy-Franche-Comté, FR
        arrived | Azienda Agricola Ca' dei Pioppi Alti, s.s. | Veneto, IT
        reared | Azienda Agricola Ca' dei Pioppi Alti, s.s. | Veneto, IT ?
        shipped | Azienda Agricola Ca' dei Pioppi Alti, s.s. | Veneto, IT
        arrived | (processor) | Veneto, IT ?
        unloaded | (processor) | Veneto, IT ?
        ",
    );
}

fn unknown(demo: &Demo) {
    let page = demo.page("/01/09520102003118/10/NO-SUCH-LOT");
    assert_eq!(page["status"]["state"], "unknown");
    assert_eq!(words(&page["product"]["names"]), "Hake fillet portions, skin on, 300 g");
    assert_eq!(page["journey"]["steps"], json!([]));
    let foreign = demo.page("/01/09506000134352/10/ABC");
    assert_eq!(foreign["status"]["state"], "unknown");
    let product = demo.page("/01/09520102003118");
    assert_eq!(product["status"]["state"], "clear");
}

fn search(demo: &Demo) {
    let ask = |query: &str| demo.client().get(&format!("/t?{query}"));
    for query in ["code=9520102003118&lot=sol-7o83m", "code=&lot=SOL-7083M", "code=sol-7083m"] {
        let answer = ask(query);
        assert_eq!(answer.status, 303, "{query}");
        assert_eq!(answer.header("location"), Some("/t/01/09520102003118/10/SOL-7083M"), "{query}");
    }
    let mistyped = ask("code=9520102003117");
    assert_eq!(mistyped.status, 400);
    assert!(mistyped.text().contains("/t/01/09520102003118"), "the right number is offered");
    let several = ask("code=&lot=CCS-5512");
    assert_eq!(several.status, 200, "twelve cuts have that lot: {}", several.text());
}

/// The way of the packs that went to one shop.
fn branch(demo: &Demo) {
    let lot = "/01/09520102003118/10/SOL-7083M";
    let lisbon = "https%3A%2F%2Fid.gs1.org%2F414%2F9520201040021";
    let page = demo.page(&format!("{lot}?at={lisbon}"));
    let countries: Vec<&str> = list(&page["journey"]["steps"])
        .filter_map(|step| step["place"]["country"].as_str())
        .collect();
    assert_eq!(countries.last(), Some(&"PT"), "{countries:?}");
    assert!(!countries.contains(&"FR"), "{countries:?}");
    assert_eq!(page["journey"]["split"], Value::Null);
    let evidence = page["code"]["evidence"].as_str().unwrap();
    assert!(evidence.ends_with(&format!("/evidence?at={lisbon}")), "{evidence}");
}

/// Codes that a page lists are in its proof file, with their recall state.
fn lots(demo: &Demo) {
    for (path, first) in [
        ("/01/09520109000417/10/CCS-M640", "https://id.gs1.org/01/09520107000112/10/MRC-2871"),
        (
            "/01/09520104005127/10/KS7741",
            "https://demo.furlong.example/x/9520103000000-1/lot/COL01-118",
        ),
        ("/00/095201020004170069", "https://id.gs1.org/01/09520102002012/10/SOL-7083"),
    ] {
        let page = demo.page(path);
        let listed: Vec<&str> = list(&page["lots"]).filter_map(|lot| lot["uri"].as_str()).collect();
        assert!(listed.contains(&first), "{path}: {listed:?}");
        assert!(!listed.iter().any(|code| code.contains("/00/")), "no pallets: {listed:?}");
        let evidence = demo.client().get(page["code"]["evidence"].as_str().unwrap()).json();
        let proven: Vec<&str> = list(&evidence["chains"][0]["recalls"])
            .filter_map(|proof| proof["code"].as_str())
            .collect();
        let without: Vec<&&str> = listed.iter().filter(|code| !proven.contains(*code)).collect();
        assert!(without.is_empty(), "{path}: nothing is proven of {without:?}");
        let html = demo.client().get(&format!("/t{path}")).text();
        assert!(html.contains(&format!("data-codes=\"{}\"", listed.join(" "))), "{path}");
    }
}

/// What was asked for in a language goes on in it; an address is shown as it was sent.
fn languages(demo: &Demo) {
    let lot = "/01/09520102003118/10/SOL-7083M";
    let search = "/t?code=9520102003118&lot=SOL-7083M";
    for (asked, status, location) in [
        (format!("{search}&lang=zh-Hans"), 303, format!("/t{lot}?lang=zh-Hans")),
        (format!("{search}&lang=tlh"), 303, format!("/t{lot}")),
        (format!("{lot}?lang=zh-Hans"), 307, format!("/t{lot}?lang=zh-Hans")),
        (format!("{lot}?lang=%3Cb%3E"), 307, format!("/t{lot}")),
        (format!("{lot}?from=mail&lang=en&3103=000300"), 307, format!("/t{lot}?from=mail&lang=en")),
    ] {
        let answer = demo.client().get(&asked);
        assert_eq!(answer.status, status, "{asked}");
        assert_eq!(answer.header("location"), Some(location.as_str()), "{asked}");
    }
    let sent = "/t/01/09520102003118/10/A%2FB";
    let html = demo.client().get(&format!("{sent}?at=x")).text();
    let link = format!("hreflang=\"zh-Hans\" href=\"{sent}?at=x&#38;lang=zh-Hans\"");
    assert!(html.contains(&link), "{link} in {html}");
    let chinese = demo.client().get(&format!("/t{lot}?lang=zh-Hans")).text();
    assert!(
        chinese.contains("落日海岸水产") && chinese.contains("新萨尔沃拉渔业公司"),
        "{chinese}"
    );
    let english = demo.client().get(&format!("/t{lot}?lang=en")).text();
    assert!(english.contains("<span lang=\"es\">Peixes Costa do Solpor, S.L.</span>"), "{english}");
}

/// The first page has something to look at, and goods that have only a URI have a proof file.
fn examples(demo: &Demo) {
    let home = demo.client().get("/?lang=en").text();
    for lot in ["/t/01/09520102003118/10/SOL-7083M", "/t/01/09520104005127/10/KS7741"] {
        assert!(home.contains(&format!("<a href=\"{lot}?lang=en\">")), "{lot} in {home}");
    }
    assert_eq!(home.matches("<ul class=\"choices\">").count(), 1);
    let container = "https%3A%2F%2Fcontainers.example%2FCSLU4170063";
    let page = demo.page(&format!("?id={container}"));
    let evidence = page["code"]["evidence"].as_str().unwrap();
    assert_eq!(evidence, format!("/t/evidence?id={container}"));
    let file = demo.client().get(evidence);
    assert_eq!(file.status, 200, "{}", file.text());
    assert_eq!(file.json()["subject"], Value::Null, "only codes of food are recalled");
    assert_eq!(demo.client().get("/t/evidence").status, 400);
}
