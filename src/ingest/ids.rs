//! The ids of documents, unique within a run.

use std::collections::HashMap;

/// Gives each document an id that no other has.
///
/// ```
/// let mut ids = demarche::ingest::Ids::default();
/// assert_eq!(ids.claim("geneva"), "geneva");
/// assert_eq!(ids.claim("geneva"), "geneva-2");
/// assert_eq!(ids.claim("\n"), "document");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Ids {
    /// For each id that was given out, the number to try next for its name.
    next: HashMap<String, usize>,
}

impl Ids {
    /// The wanted id, cleaned of control characters and, if it is taken, with a number after it.
    pub fn claim(&mut self, wanted: &str) -> String {
        let wanted = clean(wanted);
        let Some(mut number) = self.next.get(&wanted).copied() else {
            self.next.insert(wanted.clone(), 2);
            return wanted;
        };
        let id = loop {
            let id = format!("{wanted}-{number}");
            number += 1;
            if !self.next.contains_key(&id) {
                break id;
            }
        };
        self.next.insert(wanted, number);
        self.next.insert(id.clone(), 2);
        id
    }
}

/// An id without control characters and blanks around it, never empty.
pub fn clean(id: &str) -> String {
    let odd = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let id = id.trim().replace(odd, "_");
    if id.is_empty() {
        "document".to_owned()
    } else {
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_number_may_be_taken_already() {
        let mut ids = Ids::default();
        let given: Vec<String> = ["a", "a-2", "a", "a", "a-2"].map(|id| ids.claim(id)).into();
        assert_eq!(given, ["a", "a-2", "a-3", "a-4", "a-2-2"]);
    }

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(clean(" a\tb\u{2028}c "), "a_b_c");
        assert_eq!(clean(" \u{0}"), "_");
    }

    proptest! {
        #[test]
        fn never_the_same_twice(wanted in prop::collection::vec("[ab]{0,2}(-[23])?|\\PC{0,2}|\\s", 0..60)) {
            let mut ids = Ids::default();
            let given: BTreeSet<String> = wanted.iter().map(|id| ids.claim(id)).collect();
            prop_assert_eq!(given.len(), wanted.len());
            prop_assert!(!given.contains(""));
        }
    }
}
