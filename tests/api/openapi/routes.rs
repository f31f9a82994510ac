//! The routes of `/api/v1`, as `server/http/routes.rs` registers them, and those of the document.

use super::document::{ROOT, document, operations};
use std::collections::BTreeSet;

/// Method and path, the parameters without their names.
type Routes = BTreeSet<(String, String)>;

/// Those of the table's scope `/api/v1`.
fn registered(table: &str) -> Routes {
    let scope = table.split("web::scope(\"/api/v1\")").nth(1).expect("the scope of the API");
    let scope = scope.split(".default_service(").next().unwrap_or_default();
    let mut all = Routes::new();
    for route in scope.split(".route(").skip(1) {
        let path = route.split('"').nth(1).expect("a path");
        let taken = route.split('"').nth(2).expect("a handler");
        let method = taken.trim_start_matches([',', ' ', '\n']);
        let method = method.split('(').next().unwrap_or_default();
        let known = ["get", "post", "put", "patch", "delete", "head"].contains(&method);
        assert!(known, "{path}: the method {method:?} is not read by this test");
        all.insert((method.to_owned(), nameless(path)));
    }
    assert_eq!(scope.matches("service(").count(), 0, "routes that this test does not read");
    all
}

/// `/heads/{code:.*}` as `/heads/{}`.
fn nameless(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        let after = part.split_once('}').map_or("", |(_, after)| after);
        format!("{all}{{}}{after}")
    })
}

#[test]
fn the_document_has_every_route_and_no_other() {
    let table = std::fs::read_to_string(format!("{ROOT}/server/http/routes.rs")).unwrap();
    let documented: Routes =
        operations(&document()).into_iter().map(|one| (one.method, nameless(&one.path))).collect();
    assert_eq!(documented, registered(&table));
}

#[test]
fn a_route_is_found_however_it_is_written() {
    let table = r#"
        .route("/before", get().to(x))
        web::scope("/api/v1")
            .route("/one", post().to(a::b))
            .route(
                "/two/{code:.*}/rest",
                put().to(c),
            )
            .default_service(web::to(none)),
        .route("/after", get().to(x))
    "#;
    let want = [("post", "/one"), ("put", "/two/{}/rest")];
    let want: Routes =
        want.into_iter().map(|(method, path)| (method.to_owned(), path.to_owned())).collect();
    assert_eq!(registered(table), want);
}

#[test]
fn every_parameter_of_a_path_is_described() {
    for operation in operations(&document()) {
        let named: BTreeSet<&str> =
            operation.path.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
        let described: BTreeSet<&str> = operation.value["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        assert_eq!(named, described, "{}", operation.id);
    }
}
