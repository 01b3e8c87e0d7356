//! Tables by hash, of which nobody may read the order.
//!
//! They are as fast as tables whose hash is fixed, and seeded anew in each process: what articles
//! call people and documents cannot be chosen so that all of it falls in one place.

use foldhash::fast::RandomState;

pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, RandomState>;
pub(super) type HashSet<K> = std::collections::HashSet<K, RandomState>;
