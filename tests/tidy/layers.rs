//! Who may use whom within `server/`.

use super::code;
use super::tree::{Tree, assert_none, assert_told};

/// What each module of `server/` may name with `crate::`, in the order in which data flows: a
/// module, or one name in it.
const LAYERS: &[(&str, &[&str])] = &[
    (
        "cli",
        &[
            "app",
            "checker",
            "client",
            "clock",
            "config",
            "demo",
            "founding",
            "fsck",
            "home",
            "keys",
            "label",
            "lock",
            "project",
            "replica::Anchor",
            "replica::Anchors",
            "store",
            "telemetry",
            "tls",
        ],
    ),
    ("client", &[]),
    ("fsck", &["project", "replica", "store"]),
    (
        "app",
        &[
            "clock", "commit", "config", "disk", "gauges", "home", "http", "intake", "keys",
            "lock", "metrics", "peers", "project", "replica", "store", "tls", "views",
        ],
    ),
    ("demo", &["client", "founding", "home", "intake", "keys", "store::StoreError"]),
    (
        "founding",
        &[
            "config::Peer",
            "home",
            "keys",
            "lock",
            "replica::Anchors",
            "replica::Guard",
            "replica::GuardError",
        ],
    ),
    // The two names are what intake and views answer with; http turns them into words.
    (
        "http",
        &[
            "clock",
            "config",
            "intake",
            "label",
            "metrics",
            "peers",
            "telemetry",
            "views",
            "commit::Receipt",
            "store::StoreError",
            "tls::Identity",
        ],
    ),
    ("peers", &["commit", "config", "intake", "keys", "replica"]),
    ("intake", &["clock", "commit", "disk", "metrics", "reading", "replica", "store", "telemetry"]),
    ("replica", &["clock", "commit", "config", "disk", "keys", "metrics", "store"]),
    ("commit", &["clock", "metrics", "store"]),
    ("project", &["commit", "metrics", "reading", "store"]),
    ("views", &["clock", "commit", "metrics", "store"]),
    // Counted on the way, and looked up when somebody asks.
    ("metrics", &["clock"]),
    ("gauges", &["commit", "disk", "replica"]),
    ("store", &[]),
    ("label", &[]),
    ("reading", &[]),
    ("keys", &[]),
    ("home", &[]),
    ("lock", &[]),
    ("telemetry", &["config"]),
    ("tls", &[]),
    ("checker", &[]),
    ("config", &["store::Place", "store::PostgresUrl", "tls::PublicUrl"]),
    ("clock", &[]),
    ("disk", &["config"]),
];

fn faults(tree: &Tree) -> Vec<String> {
    let sources = tree.files("server/", ".rs").filter(|(path, _)| !code::is_test(tree, path));
    let sources = sources.filter(|(path, _)| !["server/lib.rs", "server/main.rs"].contains(path));
    let templates = tree.files("templates/", ".html");
    let mut found = Vec::new();
    for (path, text) in sources.chain(templates) {
        // A template is the inside of its page.
        let module = if path.starts_with("server/") { module_of(path) } else { "http" };
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == module) else {
            found.push(format!("{path}: `{module}` is not in the table of tests/tidy/layers.rs"));
            continue;
        };
        for (line, used) in uses(path, text) {
            if !covers(module, &used) && !allowed.iter().any(|name| covers(name, &used)) {
                found.push(format!("{path}:{line}: `{module}` may not use `{used}`"));
            }
        }
    }
    found
}

/// `store` of `server/store/read/facts.rs`, `app` of `server/app/run.rs`.
fn module_of(path: &str) -> &str {
    let inner = path.split('/').nth(1).unwrap_or_default();
    inner.strip_suffix(".rs").unwrap_or(inner)
}

/// Paths from the root of the library, also those that climb there by `super`.
fn uses(path: &str, text: &str) -> Vec<(usize, String)> {
    let mut found = code::paths_from(text, "crate");
    let depth = path.trim_end_matches("/mod.rs").matches('/').count();
    let climb = vec!["super"; depth].join("::");
    let climbed = code::paths_from(text, &climb);
    let is_root = |used: &str| LAYERS.iter().any(|(name, _)| covers(name, used));
    found.extend(climbed.into_iter().filter(|(_, used)| is_root(used)));
    found
}

/// Whether a path is `name` or below it.
fn covers(name: &str, used: &str) -> bool {
    used.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[test]
fn every_module_uses_only_what_its_layer_may() {
    assert_none(&faults(&Tree::of_repository().unwrap()));
}

#[test]
fn a_way_around_the_layers_is_found() {
    let tree = Tree::of(&[
        ("server/lib.rs", "pub mod store;\n"),
        (
            "server/http/pages/mod.rs",
            "//! x\nuse crate::http::y;\nuse crate::views;\nuse crate::store::Db;\n",
        ),
        (
            "server/http/problem.rs",
            "use crate::store::StoreError;\nuse crate::store::StoreErrors;\n",
        ),
        (
            "server/project/mod.rs",
            "//! crate::http\nuse crate::{\n    store,\n    clock::Clock,\n};\n",
        ),
        (
            "server/store/read/facts.rs",
            "use super::super::super::views::Lot;\nuse super::super::Db;\n",
        ),
        ("server/store/tests.rs", "use crate::http;\n"),
        ("server/strange/mod.rs", "//! x\n"),
        ("templates/base.html", "{{ crate::http::style() }} {{ crate::store::x() }}\n"),
    ]);
    let told = [
        "server/http/pages/mod.rs:4: `http` may not use `store::Db`",
        "server/http/problem.rs:2: `http` may not use `store::StoreErrors`",
        "server/project/mod.rs:2: `project` may not use `clock::Clock`",
        "server/store/read/facts.rs:1: `store` may not use `views::Lot`",
        "`strange` is not in the table",
        "templates/base.html:1: `http` may not use `store::x`",
    ];
    assert_told(&faults(&tree), &told);
}
