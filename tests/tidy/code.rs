//! Rust source, as far as the checks understand it.

use super::tree::Tree;

/// The lines that are neither comment nor inside a file's own test module, numbered from 1.
///
/// Tests stand last in a file, so everything from their module on is left out.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let shown = text.get(..end).unwrap_or(text);
    let numbered = shown.lines().enumerate().map(|(index, line)| (index + 1, line));
    numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Whether a file is compiled for tests only: it or a folder above it is called `tests`, or is
/// declared after `#[cfg(test)]`.
pub(super) fn is_test(tree: &Tree, path: &str) -> bool {
    let Some(module) = path.strip_suffix("/mod.rs").or_else(|| path.strip_suffix(".rs")) else {
        return false;
    };
    let Some((parent, name)) = module.rsplit_once('/') else { return false };
    let is_declared = |text: &str| {
        let after = text
            .split(
                "#[cfg(test)]
",
            )
            .skip(1);
        let mut items = after.filter_map(|rest| rest.lines().next());
        items.any(|item| item.split(' ').next_back() == Some(&format!("{name};")))
    };
    let parents = [format!("{parent}/mod.rs"), format!("{parent}/lib.rs")];
    let declared = parents.iter().filter_map(|file| tree.text(file)).any(is_declared);
    name == "tests" || declared || is_test(tree, &format!("{parent}.rs"))
}

/// Every path in the code that begins with a word such as `crate`, written out and without that
/// word: `crate::store::{Db, vault}` gives `store::Db` and `store::vault`. With the line where it
/// begins.
pub(super) fn paths_from(text: &str, word: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let code: Vec<(usize, &str)> = lines(text).collect();
    for (index, (number, line)) in code.iter().enumerate() {
        for (at, _) in line.match_indices(word) {
            let before = line.get(..at).and_then(|start| start.chars().next_back());
            if before.is_some_and(|last| is_word(last) || last == '$' || last == ':') {
                continue;
            }
            let rest = line.get(at + word.len()..).unwrap_or_default();
            let later = code.iter().skip(index + 1).map(|(_, line)| *line);
            let all: String =
                std::iter::once(rest).chain(later.take(60)).collect::<Vec<_>>().concat();
            if let Some(rest) = all.strip_prefix("::") {
                let (names, _) = expand(rest);
                found.extend(names.into_iter().map(|name| (*number, name)));
            }
        }
    }
    found
}

/// Reads one path or one group of paths; gives them written out, and what follows.
fn expand(text: &str) -> (Vec<String>, &str) {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        return expand_group(group);
    }
    if let Some(rest) = text.strip_prefix('*') {
        return (vec!["*".to_owned()], rest);
    }
    let end = text.find(|character| !is_word(character)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let deeper = rest
        .strip_prefix("::")
        .filter(|rest| rest.starts_with(['{', '_', '*']) || starts_name(rest));
    let Some(deeper) = deeper else { return (vec![name.to_owned()], rest) };
    let (below, rest) = expand(deeper);
    (below.into_iter().map(|below| format!("{name}::{below}")).collect(), rest)
}

fn expand_group(mut text: &str) -> (Vec<String>, &str) {
    let mut names = Vec::new();
    loop {
        text = text.trim_start();
        if let Some(rest) = text.strip_prefix('}') {
            return (names, rest);
        }
        let (more, rest) = expand(text);
        names.extend(more);
        // To the next comma, past `as name`.
        let end = rest.find([',', '}']).unwrap_or(rest.len());
        let (_, after) = rest.split_at(end);
        if after.is_empty() {
            return (names, after);
        }
        text = after.strip_prefix(',').unwrap_or(after);
    }
}

fn starts_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

#[test]
fn paths_are_written_out() {
    let text = "//! crate::no\nuse crate::store::{Db, read::{facts, goods as g}, self};\nuse crate::{\n    \
                clock::Clock,\n    views,\n};\nfn f() -> crate::intake::Told<u8> { $crate::no(subcrate::no) }\n\
                #[cfg(test)]\nmod tests {\n    use crate::no;\n}\n";
    let found: Vec<String> =
        paths_from(text, "crate").iter().map(|(line, path)| format!("{line} {path}")).collect();
    let expected = [
        "2 store::Db",
        "2 store::read::facts",
        "2 store::read::goods",
        "2 store::self",
        "3 clock::Clock",
        "3 views",
        "7 intake::Told",
    ];
    assert_eq!(found, expected);
}

#[test]
fn test_files_are_known_by_name_or_declaration() {
    let tree = Tree::of(&[
        ("crates/a/src/lib.rs", "mod b;\n#[cfg(test)]\nmod vectors;\n"),
        ("crates/a/src/b/mod.rs", "mod c;\n#[cfg(test)]\npub(crate) mod scene;\n"),
    ]);
    for path in [
        "crates/a/src/vectors.rs",
        "crates/a/src/b/scene/deep.rs",
        "server/x/tests.rs",
        "server/tests/y.rs",
    ] {
        assert!(is_test(&tree, path), "{path}");
    }
    for path in ["crates/a/src/lib.rs", "crates/a/src/b/c.rs", "server/x/contests.rs"] {
        assert!(!is_test(&tree, path), "{path}");
    }
}
