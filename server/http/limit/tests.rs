//! Limits, with a clock that stands still.

use super::bounded::{CROWD, KEYS_MAX};
use super::pages::Meter;
use super::{BadSignatures, ConnectionFaults, Faults, Network, Pages, Proxies};
use crate::clock::{Clock, Manual};
use crate::config::{Limits, Net, Proxy, ProxyHeader};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

fn clock() -> (Manual, Arc<dyn Clock>) {
    let manual = Manual::at(1_000_000);
    (manual.clone(), Arc::new(manual))
}

fn network(text: &str) -> Network {
    text.parse::<IpAddr>().unwrap().into()
}

fn count(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap()
}

#[test]
fn pages_run_out_for_one_network_and_come_back_with_time() {
    let (manual, clock) = clock();
    let limits = Limits { pages_per_minute: count(3), ..Limits::default() };
    let pages = Pages::new(&limits, &clock);
    let (a, b) = (network("192.0.2.1"), network("192.0.2.2"));
    assert_eq!([(); 3].map(|()| pages.of_network(a)), [Ok(()); 3]);
    assert_eq!(pages.of_network(a), Err(20), "one every 20 seconds");
    assert_eq!(pages.of_network(b), Ok(()));
    manual.set(1_020_000);
    assert_eq!(pages.of_network(a), Ok(()));
    assert_eq!(pages.of_network(a), Err(20));
}

#[test]
fn ipv6_counts_by_64_bits_and_mapped_ipv4_is_ipv4() {
    assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
    assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
}

#[test]
fn the_memory_of_a_limit_is_bounded() {
    let (manual, clock) = clock();
    let meter = Meter::new(count(10), clock);
    for name in 0..100_000_u32 {
        // In a crowd some are refused, which is what a crowd is for.
        let _refused: Option<u32> = meter.count(name).err();
    }
    assert!(meter.len() <= KEYS_MAX + usize::try_from(CROWD).unwrap(), "{}", meter.len());
    manual.set(1_000_000 + 120_000);
    assert_eq!(meter.count("a newcomer"), Ok(()));
    assert!(meter.len() < 10, "a minute later all are forgotten: {}", meter.len());
}

#[test]
fn bad_signatures_stop_a_network_and_close_a_connection() {
    let (manual, clock) = clock();
    let limits = Limits {
        bad_signatures_per_minute: count(6),
        bad_signatures_of_connection: count(4),
        ..Limits::default()
    };
    let faults = Faults::new(&limits, &clock);
    let (a, b) = (network("192.0.2.1"), network("192.0.2.2"));
    let connection = ConnectionFaults::default();
    assert!(!faults.count(a, Some(&connection), BadSignatures(3)));
    assert!(faults.count(a, Some(&connection), BadSignatures(1)));
    assert!(!faults.count(a, None, BadSignatures(1)));
    assert_eq!(faults.may_send(a), Ok(()), "five of six");
    faults.count(a, None, BadSignatures(1_000));
    assert_eq!(faults.may_send(a), Err(10));
    assert_eq!(faults.may_send(b), Ok(()));
    manual.set(1_000_000 + 10_000);
    assert_eq!(faults.may_send(a), Ok(()));
    faults.count(a, None, BadSignatures(1));
    assert_eq!(faults.may_send(a), Err(10));
}

fn from(header: ProxyHeader, lines: &[&str]) -> Network {
    let trusted = ["10.0.0.0/8", "2001:db8:ff::/48"].map(|net| Net::parse(net).unwrap());
    let proxies = Proxies::new(Proxy { trusted: trusted.to_vec(), header });
    let name = match header {
        ProxyHeader::XForwardedFor => "x-forwarded-for",
        ProxyHeader::Forwarded => "forwarded",
    };
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append(HeaderName::from_static(name), HeaderValue::from_str(line).unwrap());
    }
    proxies.network(Some("10.0.0.1".parse().unwrap()), &headers)
}

#[test]
fn the_nearest_address_that_no_proxy_of_ours_has_is_the_client() {
    let listed = ProxyHeader::XForwardedFor;
    for (lines, client) in [
        (&["192.0.2.7"][..], "192.0.2.7"),
        (&["203.0.113.9, 192.0.2.7"], "192.0.2.7"),
        (&["203.0.113.9, 192.0.2.7, 10.1.1.1"], "192.0.2.7"),
        (&["203.0.113.9", "192.0.2.7", "10.1.1.1"], "192.0.2.7"),
        (&["192.0.2.7:4711"], "192.0.2.7"),
        (&["[2001:db8:7::1]:443"], "2001:db8:7::1"),
        (&["2001:db8:7::1, 2001:db8:ff::2"], "2001:db8:7::1"),
        // What cannot be read is the proxy's.
        (&["192.0.2.7, nobody"], "10.0.0.1"),
        (&["192.0.2.7, "], "10.0.0.1"),
        (&[], "10.0.0.1"),
    ] {
        assert_eq!(from(listed, lines), network(client), "{lines:?}");
    }
    let long = format!("192.0.2.7{}", ", 10.1.1.1".repeat(40));
    assert_eq!(from(listed, &[&long]), network("10.1.1.1"), "only so many hops are read");
}

#[test]
fn forwarded_is_read_as_rfc_7239_writes_it() {
    for (lines, client) in [
        (&["for=192.0.2.60;proto=http;by=203.0.113.43"][..], "192.0.2.60"),
        (&["For=\"[2001:db8:cafe::17]:4711\""], "2001:db8:cafe::17"),
        (&["for=192.0.2.43, for=198.51.100.17"], "198.51.100.17"),
        (&["proto=https; for=192.0.2.43"], "192.0.2.43"),
        (&["for=unknown"], "10.0.0.1"),
        (&["for=_hidden"], "10.0.0.1"),
    ] {
        assert_eq!(from(ProxyHeader::Forwarded, lines), network(client), "{lines:?}");
    }
}

#[test]
fn without_a_trusted_proxy_nobody_speaks_for_another() {
    let proxies = Proxies::new(Proxy::default());
    let mut headers = HeaderMap::new();
    for name in ["x-forwarded-for", "forwarded"] {
        let value = HeaderValue::from_static("for=192.0.2.7");
        headers.append(HeaderName::from_static(name), value);
    }
    let peer: IpAddr = "127.0.0.1".parse().unwrap();
    assert_eq!(proxies.network(Some(peer), &headers), network("127.0.0.1"));
    assert_eq!(proxies.network(None, &headers), Network::Unknown);
}
