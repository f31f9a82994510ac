//! RFC 3986 normalisation of names that are no keys.

use super::table::check;
use crate::{CodeError, URI_BYTES_MAX, Uri};

#[test]
fn a_uri_has_one_spelling() {
    check(&[
        (
            "HTTP://Example.COM:80/%7euser/%c3%a9?a=%3d#F%2f",
            "http://example.com/~user/%C3%A9?a=%3D#F%2F",
        ),
        ("https://example.com", "https://example.com/"),
        ("https://example.com:443?x", "https://example.com/?x"),
        ("https://example.com:8443/", "https://example.com:8443/"),
        ("https://example.com/a/./b/../c", "https://example.com/a/c"),
        ("https://example.com/../a/..", "https://example.com/"),
        ("https://example.com/a/b/.", "https://example.com/a/b/"),
        ("https://example.com/a//b", "https://example.com/a//b"),
        ("https://EX%41mple.com/", "https://example.com/"),
        ("https://[2001:DB8::1]/", "https://[2001:db8::1]/"),
        ("ftp://Me@Host.example/A", "ftp://Me@host.example/A"),
        ("URN:GDST:Example.org:A%2Db", "urn:gdst:Example.org:A-b"),
        (
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        ),
        ("urn:Test", "urn:Test"),
        ("geo:0,0", "geo:0,0"),
        ("https://example.com/渔船", "https://example.com/%E6%B8%94%E8%88%B9"),
        ("https://example.com/[a]#b#c", "https://example.com/%5Ba%5D#b%23c"),
        ("imo:9074729", "imo:9074729"),
    ]);
}

#[test]
fn what_is_no_uri_is_refused() {
    let table = [
        ("", "it has no scheme"),
        ("tuna", "it has no scheme"),
        ("//example.com/a", "it has no scheme"),
        ("1a:b", "its scheme is not letters and digits"),
        ("https:", "it names no host"),
        ("https:///a", "it names no host"),
        ("https://:80/a", "it names no host"),
        ("mailto:", "nothing follows its scheme"),
        ("urn:", "nothing follows its scheme"),
        ("https://a b/", "it holds a space or a character that no URI has"),
        ("https://a/<b>", "it holds a space or a character that no URI has"),
        ("https://a/\u{202e}b", "it holds a space or a character that no URI has"),
        ("https://a/\u{0}", "it holds a space or a character that no URI has"),
        ("https://a:b/", "its port is no number"),
        ("https://a[b/", "its host is no name and no address"),
        ("https://é.example/", "its host is not ASCII; write it as DNS does (xn--...)"),
        ("javascript:alert(1)", "its scheme carries a program or a file, not a name"),
        ("DATA:text/html,x", "its scheme carries a program or a file, not a name"),
    ];
    for (text, why) in table {
        let error = Uri::parse(text).unwrap_err();
        assert!(matches!(error, CodeError::Uri(have) if have == why), "{text}: {error}");
    }
    for text in ["https://a/%", "https://a/%4", "https://a/%zz", "urn:x:%g1"] {
        assert!(matches!(Uri::parse(text), Err(CodeError::Percent(_))), "for {text}");
    }
}

#[test]
fn length_is_bounded_before_and_after_encoding() {
    let long = |count: usize| format!("https://a/{}", "é".repeat(count));
    assert!(Uri::parse(&long(150)).is_ok());
    for text in
        [long(400), "x".repeat(URI_BYTES_MAX + 1), format!("x:{}", "y".repeat(URI_BYTES_MAX))]
    {
        assert!(matches!(Uri::parse(&text), Err(CodeError::TooLong { max: URI_BYTES_MAX, .. })));
    }
}
