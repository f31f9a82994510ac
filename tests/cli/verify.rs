//! `furlong verify`: its words and its exit codes.

use super::program::Desk;

const ID: &str = "urn:uuid:44444444-4444-4444-8444-444444444444";

/// A desk with `evidence.json`, and no node alive.
fn desk() -> Desk {
    let desk = Desk::founded();
    let node = desk.serve();
    desk.record_one(&node, ID);
    let ask = ["evidence", "--node", &node.url, ID, "--token-file", "node/operator.token"];
    desk.run(&[ask.as_slice(), &["-o", "evidence.json"]].concat()).coded(0);
    node.stop();
    desk
}

#[test]
fn a_file_holds_only_on_a_chain_that_somebody_named() {
    let desk = desk();
    let origin = desk.origin();
    let unknown = desk.run(&["verify", "evidence.json"]).coded(3);
    assert!(unknown.out.contains("CONSISTENT, CHAIN UNKNOWN"), "{}", unknown.out);
    let holds = desk.run(&["verify", "evidence.json", "--chain", &origin]).coded(0);
    assert!(holds.out.contains("evidence.json: HOLDS"), "{}", holds.out);
    assert!(holds.out.contains("kept by one company alone"), "{}", holds.out);
    assert!(holds.out.contains("Hill Farms signed an event"), "{}", holds.out);
    let other = format!("coop.example/{}", "0".repeat(64));
    let broken = desk.run(&["verify", "--json", "evidence.json", "--chain", &other]).coded(1);
    assert_eq!(broken.lines()[0]["step"], "chain");
    // Pinned once, it needs no anchor again.
    std::fs::create_dir_all(desk.path(".config/furlong")).unwrap();
    desk.write(".config/furlong/chains", &format!("# ours\n{origin}\n"));
    let pinned = desk.run(&["verify", "evidence.json"]).coded(0);
    assert!(pinned.out.contains("on a chain that you pinned"), "{}", pinned.out);
}

#[test]
fn a_changed_file_is_broken_and_the_step_is_named() {
    let desk = desk();
    let origin = desk.origin();
    let text = String::from_utf8(desk.read("evidence.json")).unwrap();
    let root = text.find("\"root\":\"").unwrap() + 8;
    let mut changed = text.clone().into_bytes();
    changed[root] = if changed[root] == b'A' { b'B' } else { b'A' };
    std::fs::write(desk.path("changed.json"), changed).unwrap();
    let broken =
        desk.run(&["verify", "evidence.json", "changed.json", "--chain", &origin]).coded(1);
    assert!(broken.out.contains("changed.json: BROKEN at the step quorum"), "{}", broken.out);
    assert!(broken.out.contains("evidence.json: HOLDS"), "{}", broken.out);
    desk.write("text.json", "{}");
    let broken = desk.run(&["verify", "--json", "text.json", "--chain", &origin]).coded(1);
    assert_eq!(broken.lines()[0]["step"], "form");
    let old =
        ["verify", "--json", "evidence.json", "--chain", &origin, "--subject", "9506000134352 L1"];
    assert_eq!(desk.run(&old).coded(1).lines()[0]["step"], "form", "the file has no subject");
    // Of goods that cannot be recalled a file names no code, and that is what is asked for.
    let other = ["verify", "evidence.json", "--chain", &origin, "--subject", "urn:imo:9321483"];
    desk.run(&other).coded(0);
}

#[test]
fn a_policy_is_an_anchor_and_asks_for_its_witnesses() {
    let desk = desk();
    let export = ["verify", "evidence.json", "--chain", &desk.origin(), "--tlog-proof", "tlog"];
    desk.run(&export).coded(0);
    let proof = String::from_utf8(desk.read("tlog/3.tlog-proof")).unwrap();
    assert!(proof.starts_with("c2sp.org/tlog-proof@v1\nindex 3\n"), "{proof}");
    desk.run(&["verify", "evidence.json", "--policy", "tlog/policy"]).coded(0);
    let policy = String::from_utf8(desk.read("tlog/policy")).unwrap();
    let key = ledger::key::Ed25519Secret::from_bytes(&[7; 32]).public();
    let stranger = stranger(&key);
    let asks = policy
        .replace("group validators 1 ", "group validators 1 stranger ")
        .replace("group validators", &format!("witness stranger {stranger}\ngroup validators"));
    desk.write("any.policy", &asks);
    desk.run(&["verify", "evidence.json", "--policy", "any.policy"]).coded(0);
    desk.write("all.policy", &asks.replace("validators 1 ", "validators 2 "));
    let broken =
        desk.run(&["verify", "--json", "evidence.json", "--policy", "all.policy"]).coded(1);
    assert_eq!(broken.lines()[0]["step"], "quorum");
}

/// The vkey of a witness that never signed: `NAME+ID+BASE64` of type 0x04.
fn stranger(key: &ledger::key::Jwk) -> String {
    use base64::Engine as _;
    let bytes = [&[4][..], key.as_ed25519().unwrap().as_bytes()].concat();
    let id = hex::encode(&ledger::Hash::of(&[b"stranger\n", &bytes]).as_bytes()[..4]);
    let key = base64::engine::general_purpose::STANDARD.encode(bytes);
    format!("stranger+{id}+{key}")
}
