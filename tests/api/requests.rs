//! Every request has an id that its answer, its problem and its log lines share.

use crate::support::{Process, World};

const HEADER: &str = "x-request-id";

#[test]
fn an_id_is_taken_over_or_made_and_stands_in_answer_and_problem() {
    let world = World::new();
    let client = world.client();
    for path in ["/", "/healthz", "/static/js/check.js", "/nowhere", "/api/v1/nothing"] {
        let answer = client.get_with(path, &[("X-Request-Id", "a-B_c.9")]);
        assert_eq!(answer.header(HEADER), Some("a-B_c.9"), "{path}");
        let made = client.get(path).header(HEADER).expect("an id").to_owned();
        assert_eq!(made.len(), 32, "{path}: {made}");
        assert_ne!(client.get(path).header(HEADER), Some(made.as_str()), "{path}");
    }
    for bad in ["a b", "a\"b", "a{b", &"a".repeat(65)] {
        let answer = client.get_with("/healthz", &[("X-Request-Id", bad)]);
        assert_eq!(answer.header(HEADER).map(str::len), Some(32), "{bad}");
    }
    let problem = client.get_with("/api/v1/labels?code=1", &[("X-Request-Id", "mine")]);
    assert_eq!((problem.status, &problem.json()["request_id"]), (400, &"mine".into()));
    let made = client.get("/api/v1/nothing");
    assert_eq!(Some(made.json()["request_id"].as_str().unwrap()), made.header(HEADER));
}

#[test]
fn a_refusal_before_the_handler_has_the_id_too() {
    let world = World::with_settings("[limits]\npages_per_minute = 1\n");
    drop(world.client().get("/about"));
    let refused = world.client().get_with("/about", &[("X-Request-Id", "late")]);
    assert_eq!((refused.status, refused.header(HEADER)), (429, Some("late")));
    assert_eq!(refused.json()["request_id"], "late");
}

#[test]
fn an_address_that_cannot_be_read_is_a_problem_like_any_other() {
    let world = World::new();
    for path in ["/api/v1/heads/https://id.gs1.org/01/09520101000019?size=many", "/api/v1/labels"] {
        let answer = world.client().get(path);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (400, Some("application/problem+json"))
        );
        assert_eq!(answer.json()["type"], "/problems/bad-request");
        assert!(answer.json()["detail"].as_str().unwrap().contains("question mark"), "{path}");
    }
}

#[test]
fn every_log_line_of_a_request_begins_with_its_id() {
    let mut world = World::founded();
    world.stop();
    let folder = world.folder.path().display().to_string();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--dir", &folder];
    let node = Process::start(&serve, &[("FURLONG_LOG", "furlong=debug")]);
    let page = "/t/01/09520101000019/10/SECRET";
    for (id, path) in [("one", page), ("two", "/api/v1/nothing")] {
        node.client.get_with(path, &[("X-Request-Id", id)]);
    }
    let told = node.client.post_with(
        "/api/v1/statements",
        &[("Content-Type", "application/jose"), ("X-Request-Id", "three")],
        b"hello",
    );
    assert_eq!(told.status, 400);
    let (_, log) = node.kill();
    let plain: String = without_colours(&log);
    for (id, route, status) in
        [("one", "/t/{code:.*}", 200), ("two", "none", 404), ("three", "/api/v1/statements", 400)]
    {
        let line = plain.lines().find(|line| line.contains(&format!("request.id={id} ")));
        let line = line.unwrap_or_else(|| panic!("no line of {id} in\n{plain}"));
        assert!(line.contains(&format!("http.route={route}")), "{line}");
        assert!(line.contains(&format!("status={status}")), "{line}");
    }
    assert!(!plain.contains("SECRET"), "what was looked at is not told:\n{plain}");
}

/// The log without what colours it.
fn without_colours(log: &str) -> String {
    let mut parts = log.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('m').map_or("", |(_, text)| text))
}
