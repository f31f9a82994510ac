//! Pages: a template and a source file of the same name, and nothing left over.

use super::code;
use super::tree::{Tree, assert_none, assert_told};

const TEMPLATES: &str = "templates/";
const PAGES: &str = "server/http/pages/";

fn faults(tree: &Tree) -> Vec<String> {
    let named: Vec<(&str, &str)> = named_templates(tree).collect();
    let mut found = Vec::new();
    for (path, _) in tree.files("templates/pages/", ".html") {
        let page = path.trim_start_matches("templates/pages/").trim_end_matches(".html");
        let homes = [format!("{PAGES}{page}.rs"), format!("{PAGES}{page}/")];
        let template = path.trim_start_matches(TEMPLATES);
        let at_home = |(source, wanted): &(&str, &str)| {
            *wanted == template && homes.iter().any(|home| source.starts_with(home.as_str()))
        };
        if !named.iter().any(at_home) {
            found.push(format!("{path}: no struct in {} shows it", homes.join(" or ")));
        }
    }
    for (source, template) in &named {
        if !tree.has(&format!("{TEMPLATES}{template}")) {
            found.push(format!("{source}: there is no {TEMPLATES}{template}"));
        }
    }
    found.extend(unused_components(tree, &named));
    found.extend(tree.files(TEMPLATES, ".html").flat_map(|(path, text)| unsafe_lines(path, text)));
    found
}

/// Each `#[template(path = "...")]`: the source file and the template.
fn named_templates(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    let sources = tree.files("server/", ".rs").filter(|(path, _)| !code::is_test(tree, path));
    sources.flat_map(|(source, text)| {
        let after = text.split("#[template(path = \"").skip(1);
        after.filter_map(move |rest| Some((source, rest.split_once('"')?.0)))
    })
}

/// A component that nothing includes.
fn unused_components(tree: &Tree, named: &[(&str, &str)]) -> Vec<String> {
    let components = tree.files("templates/components/", ".html").map(|(path, _)| path);
    let is_unused = |path: &&str| {
        let name = path.trim_start_matches(TEMPLATES);
        let quoted = format!("\"{name}\"");
        !named.iter().any(|(_, template)| *template == name)
            && !tree.files(TEMPLATES, ".html").any(|(_, text)| text.contains(&quoted))
    };
    components.filter(is_unused).map(|path| format!("{path}: nothing includes it")).collect()
}

/// Text that is not escaped says why, in a comment on its line or the line before.
fn unsafe_lines(path: &str, text: &str) -> Vec<String> {
    let before = std::iter::once("").chain(text.lines());
    let lines = text.lines().zip(before).enumerate();
    lines
        .filter(|(_, (line, _))| line.contains("|safe") || line.contains("| safe"))
        .filter(|(_, (line, before))| !line.contains("{#") && !before.contains("#}"))
        .map(|(index, _)| format!("{path}:{}: say in a comment why this is not escaped", index + 1))
        .collect()
}

#[test]
fn every_page_is_whole() {
    assert_none(&faults(&Tree::of_repository().unwrap()));
}

#[test]
fn a_page_in_pieces_is_found() {
    let tree = Tree::of(&[
        ("server/http/pages/a.rs", "#[template(path = \"pages/a.html\")]\n"),
        ("server/http/pages/b/mod.rs", "#[template(path = \"pages/b.html\")]\n"),
        (
            "server/http/pages/c.rs",
            "#[template(path = \"pages/d.html\")]\n#[template(path = \"pages/x.html\")]\n",
        ),
        ("templates/pages/a.html", "{# ours #}\n{{ x|safe }}\n{{ y|safe }}\n"),
        ("templates/pages/b.html", "{% include \"components/e.html\" %}\n"),
        ("templates/pages/d.html", "\n"),
        ("templates/components/e.html", "\n"),
        ("templates/components/f.html", "\n"),
    ]);
    let told = [
        "templates/pages/d.html: no struct in server/http/pages/d.rs or server/http/pages/d/ shows it",
        "server/http/pages/c.rs: there is no templates/pages/x.html",
        "templates/components/f.html: nothing includes it",
        "templates/pages/a.html:3: say in a comment",
    ];
    assert_told(&faults(&tree), &told);
}
