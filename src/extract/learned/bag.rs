//! Features of a candidate as hashes of their names.

/// A bag of hashed features. A feature is a list of parts; two lists with the same parts are the
/// same feature.
#[derive(Debug, Clone, Default)]
pub(super) struct Bag {
    /// The hashes, in the order in which the features were added.
    pub features: Vec<u32>,
}

impl Bag {
    /// Adds a feature.
    pub fn add(&mut self, parts: &[&str]) {
        self.features.push(finish(state_of(parts)));
    }

    /// Adds a feature alone, and once more together with a context.
    pub fn with(&mut self, context: &str, parts: &[&str]) {
        let plain = state_of(parts);
        self.features.push(finish(plain));
        self.features.push(finish(extend(plain, context)));
    }
}

/// FNV-1a over the parts, each closed by a byte that no text contains.
fn state_of(parts: &[&str]) -> u64 {
    parts
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |state, part| extend(state, part))
}

fn extend(mut state: u64, part: &str) -> u64 {
    for byte in part.bytes().chain(std::iter::once(0xff)) {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    state
}

/// Mixes all bits into those that are kept.
fn finish(mut state: u64) -> u32 {
    state ^= state >> 32;
    state = state.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (state >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::Bag;

    #[test]
    fn where_a_part_ends_matters() {
        let mut bag = Bag::default();
        bag.add(&["ab", "c"]);
        bag.add(&["a", "bc"]);
        bag.with("x", &["ab", "c"]);
        let [first, second, again, context] = bag.features[..] else {
            panic!("four features: {:?}", bag.features);
        };
        assert_eq!(first, again);
        assert!(first != second && context != first && context != second);
    }
}
