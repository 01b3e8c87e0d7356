//! Features of a candidate as hashes of their names.

/// A bag of hashed features. A feature is a list of parts; two lists with the same parts are the
/// same feature.
#[derive(Debug, Clone, Default)]
pub(super) struct Bag {
    /// The hashes, in the order in which the features were added.
    pub features: Vec<u64>,
}

impl Bag {
    /// Adds a feature.
    pub fn add(&mut self, parts: &[&str]) {
        name(hash(parts), || parts.join("|"));
        self.features.push(hash(parts));
    }

    /// Adds a feature alone, and once more together with a context.
    pub fn with(&mut self, context: &str, parts: &[&str]) {
        let plain = hash(parts);
        name(plain, || parts.join("|"));
        name(extend(plain, context), || format!("{}|@{context}", parts.join("|")));
        self.features.push(plain);
        self.features.push(extend(plain, context));
    }
}

/// FNV-1a over the parts, each closed by a byte that no text contains; mixed so that the low bits
/// serve as an index.
fn hash(parts: &[&str]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        state = extend_raw(state, part);
    }
    mix(state)
}

fn extend(hash: u64, part: &str) -> u64 {
    mix(extend_raw(hash, part))
}

fn extend_raw(mut state: u64, part: &str) -> u64 {
    for byte in part.bytes().chain(std::iter::once(0xff)) {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    state
}

fn mix(mut state: u64) -> u64 {
    state ^= state >> 32;
    state = state.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    state ^ (state >> 29)
}

pub static NAMES: std::sync::Mutex<std::collections::BTreeMap<u64, String>> = std::sync::Mutex::new(std::collections::BTreeMap::new());
fn name(h: u64, f: impl FnOnce() -> String) {
    static ON: std::sync::OnceLock<bool> = std::sync::OnceLock::new();
    if *ON.get_or_init(|| std::env::var_os("DUMP").is_some()) { NAMES.lock().unwrap().entry(h).or_insert_with(f); }
}
