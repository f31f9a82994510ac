//! A map that is cheap to clone and to change once: clones share all parts but the changed one.

use std::collections::BTreeMap;
use std::sync::Arc;

/// How many parts: a change copies a 256th of the map.
const PARTS: usize = 256;

/// A map from names to `V`, in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shards<V> {
    parts: Vec<Arc<BTreeMap<String, V>>>,
}

impl<V: Clone> Shards<V> {
    pub(super) fn new() -> Self {
        Self { parts: vec![Arc::default(); PARTS] }
    }

    pub(super) fn get(&self, name: &str) -> Option<&V> {
        self.parts.get(part_of(name))?.get(name)
    }

    pub(super) fn insert(&mut self, name: &str, value: V) {
        if let Some(part) = self.parts.get_mut(part_of(name)) {
            Arc::make_mut(part).insert(name.to_owned(), value);
        }
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        Arc::make_mut(self.parts.get_mut(part_of(name))?).get_mut(name)
    }
}

/// Spreads names over the parts (FNV-1a). It decides nothing but where a name is kept.
fn part_of(name: &str) -> usize {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    usize::from(hash.to_be_bytes()[0])
}
