//! The map of prefixes.

use super::name::Name;
use json::Json;
use std::collections::BTreeMap;

/// Which prefix stands for which namespace: what is known anyway, and what a document declares,
/// which wins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    declared: BTreeMap<String, String>,
}

/// The namespace of the KDEs of the Global Dialogue on Seafood Traceability.
const GDST: &str = "https://traceability-dialogue.org/epcis/";
/// The namespace of the CBV's master data attributes (CBV 2.0 section 9).
const CBVMDA: &str = "urn:epcglobal:cbv:mda:";

/// The prefixes of GS1's context for EPCIS 2.0, and GDST's.
const KNOWN: &[(&str, &str)] = &[
    ("cbv", "https://ref.gs1.org/cbv/"),
    ("cbvmda", CBVMDA),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("epcis", "https://ref.gs1.org/epcis/"),
    ("gdst", GDST),
    ("gs1", "https://gs1.org/voc/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

impl Context {
    /// What an `@context` value declares.
    pub fn of(value: Option<&Json>) -> Self {
        Self::default().extended(value)
    }

    /// This context and, over it, the prefixes of an inner `@context` value.
    #[must_use]
    pub fn extended(&self, value: Option<&Json>) -> Self {
        let mut inner = self.clone();
        for entry in entries(value) {
            inner.learn(entry);
        }
        inner
    }

    fn learn(&mut self, entry: &Json) {
        let Some(members) = entry.as_object() else {
            return;
        };
        for (prefix, meaning) in members.iter() {
            let namespace = meaning.as_str().or_else(|| meaning.get("@id")?.as_str());
            if let Some(namespace) = namespace.filter(|_| !prefix.starts_with('@')) {
                self.declared.insert(prefix.to_owned(), settled(namespace).to_owned());
            }
        }
    }

    /// Whether a prefix has a namespace here.
    pub fn knows(&self, prefix: &str) -> bool {
        self.namespace(prefix).is_some()
    }

    fn namespace(&self, prefix: &str) -> Option<&str> {
        let known = || KNOWN.iter().find(|(known, _)| *known == prefix).map(|(_, space)| *space);
        self.declared.get(prefix).map(String::as_str).or_else(known)
    }

    /// The full name behind `prefix:local` or a full URI. A prefix that nothing declares stays as
    /// written, as JSON-LD 1.1 has it (section 5.2 of the processing algorithms).
    pub fn expand(&self, text: &str) -> Name {
        if let Some((prefix, local)) = text.split_once(':')
            && !local.starts_with("//")
            && let Some(namespace) = self.namespace(prefix)
        {
            return Name::new(namespace, local);
        }
        self.split(text)
    }

    /// Splits a full URI behind a namespace that is known, else behind its last separator.
    fn split(&self, uri: &str) -> Name {
        let declared = self.declared.values().map(String::as_str);
        let spaces = declared.chain(KNOWN.iter().map(|(_, space)| *space));
        let known = spaces
            .filter_map(|space| Some((space, uri.strip_prefix(space)?)))
            .max_by_key(|(space, _)| space.len());
        if let Some((namespace, local)) = known {
            return Name::new(namespace, local);
        }
        let end = uri.rfind(['/', '#', ':']).map_or(0, |at| at + 1);
        let (namespace, local) = uri.split_at_checked(end).unwrap_or(("", uri));
        Name::new(namespace, local)
    }
}

/// An `@context` is one entry or a list of entries.
pub(super) fn entries(value: Option<&Json>) -> &[Json] {
    match value {
        Some(Json::Array(items)) => items,
        Some(single) => std::slice::from_ref(single),
        None => &[],
    }
}

/// Many documents of the trade declare these two namespaces without their last separator, which
/// would glue the local name onto the namespace; both spellings mean the same.
fn settled(namespace: &str) -> &str {
    match namespace {
        "https://traceability-dialogue.org/epcis"
        | "http://traceability-dialogue.org/epcis"
        | "http://traceability-dialogue.org/epcis/" => GDST,
        "urn:epcglobal:cbv:mda" => CBVMDA,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(text: &str) -> Context {
        let limits = json::Limits { bytes_max: 10_000, depth_max: 8, values_max: 100 };
        Context::of(Some(&json::parse(text.as_bytes(), &limits).unwrap()))
    }

    #[test]
    fn every_spelling_of_a_name_is_the_same_name() {
        for (declared, written, meant) in [
            ("{}", "cbvmda:lotNumber", "{urn:epcglobal:cbv:mda:}lotNumber"),
            ("{}", "urn:epcglobal:cbv:mda:lotNumber", "{urn:epcglobal:cbv:mda:}lotNumber"),
            (
                r#"{"cbvmda":"urn:epcglobal:cbv:mda"}"#,
                "cbvmda:lotNumber",
                "{urn:epcglobal:cbv:mda:}lotNumber",
            ),
            (
                r#"{"m":"urn:epcglobal:cbv:mda:"}"#,
                "m:lotNumber",
                "{urn:epcglobal:cbv:mda:}lotNumber",
            ),
            (
                r#"[{"gdst":"https://traceability-dialogue.org/epcis"}]"#,
                "gdst:productOwner",
                "{https://traceability-dialogue.org/epcis/}productOwner",
            ),
            (
                r#"["https://x.example/c.jsonld",{"e":{"@id":"http://e.example/"}}]"#,
                "e:a",
                "{http://e.example/}a",
            ),
            ("{}", "http://e.example/ns#a", "{http://e.example/ns#}a"),
            ("{}", "usfsma:hasCategory", "{usfsma:}hasCategory"),
        ] {
            assert_eq!(
                context(declared).expand(written).to_string(),
                meant,
                "{declared} {written}"
            );
        }
    }

    #[test]
    fn an_inner_context_adds_and_overrides() {
        let outer = context(r#"{"a":"http://one.example/","b":"http://b.example/"}"#);
        let inner = outer
            .extended(Some(&Json::Object([("a", "http://two.example/")].into_iter().collect())));
        assert_eq!(inner.expand("a:x").iri(), "http://two.example/x");
        assert_eq!(inner.expand("b:x").iri(), "http://b.example/x");
        assert_eq!(outer.expand("a:x").iri(), "http://one.example/x");
    }
}
