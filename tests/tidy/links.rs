//! Links in Markdown lead to something.

use super::tree::{Tree, assert_none, assert_told};

fn faults(tree: &Tree) -> Vec<String> {
    let files = tree.files("", ".md");
    files
        .flat_map(|(path, text)| {
            let links = links(text).into_iter();
            links.filter_map(move |(line, link)| {
                let told = fault(tree, path, &link)?;
                Some(format!("{path}:{line}: {link}: {told}"))
            })
        })
        .collect()
}

/// Each `[...](target)`, `[name]: target`, `src="target"` and `href="target"` outside code.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_block = false;
    for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
            continue;
        }
        if in_block {
            continue;
        }
        // Every second part is between backquotes.
        let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        for (open, close) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
            let targets = prose.split(open).skip(1).filter_map(|rest| rest.split_once(close));
            found.extend(targets.map(|(target, _)| (number, target.trim().to_owned())));
        }
        let reference = prose.strip_prefix('[').and_then(|rest| rest.split_once("]: "));
        found.extend(reference.map(|(_, target)| (number, target.trim().to_owned())));
    }
    found
}

fn fault(tree: &Tree, from: &str, link: &str) -> Option<String> {
    if ["https://", "http://", "mailto:"].iter().any(|start| link.starts_with(start)) {
        return None;
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() { Some(from.to_owned()) } else { resolve(from, path) };
    let Some(target) = target.filter(|target| target.is_empty() || tree.has(target)) else {
        return Some("there is no such file".to_owned());
    };
    let is_markdown = target.split('.').next_back() == Some("md");
    let headings = tree.text(&target).map(anchors).unwrap_or_default();
    let is_lost =
        is_markdown && !anchor.is_empty() && !headings.iter().any(|known| known == anchor);
    is_lost.then(|| format!("{target} has no such heading"))
}

/// A path from the root; none if it leaves the repository.
fn resolve(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The anchors of the headings, as the common Git hosts make them; a second one gets `-1`.
fn anchors(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut in_block = false;
    for line in text.lines() {
        in_block ^= line.trim_start().starts_with("```");
        let heading = line.trim_start_matches('#');
        if in_block || heading == line || !heading.starts_with(' ') {
            continue;
        }
        let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        let anchor = kept.collect::<String>().to_lowercase().replace(' ', "-");
        let same = found.iter().filter(|known| **known == anchor).count();
        found.push(if same == 0 { anchor } else { format!("{anchor}-{same}") });
    }
    found
}

#[test]
fn every_link_leads_somewhere() {
    assert_none(&faults(&Tree::of_repository().unwrap()));
}

#[test]
fn a_dead_link_is_found() {
    let text = "# One\n## It's `two`, is it?\n[a](b.md) [b](../c/) [c](#one) [d](https://x.example)\n\
                ![e](../img/x.png) `[no](no.md)` [f](docs/a.md)\n```\n[no](no.md)\n```\n\
                [g](#its-two-is-it) [h](#three) [i](b.md#none)\n[j]: gone.md\n<img src=\"../gone.png\">\n\
                [k](../../out.md)\n";
    let tree =
        Tree::of(&[("docs/a.md", text), ("docs/b.md", "# B\n"), ("c/d.rs", ""), ("img/x.png", "")]);
    let told = [
        "docs/a.md:4: docs/a.md: there is no such file",
        "docs/a.md:8: #three: docs/a.md has no such heading",
        "docs/a.md:8: b.md#none: docs/b.md has no such heading",
        "docs/a.md:9: gone.md: there is no such file",
        "docs/a.md:10: ../gone.png: there is no such file",
        "docs/a.md:11: ../../out.md: there is no such file",
    ];
    assert_told(&faults(&tree), &told);
}
