//! The labels of the name tagger: outside of any name, or the beginning or the inside of a name of
//! one of the six named types.

use std::ops::Range;

/// The named types, in the order of their labels.
pub const TYPES: [&str; 6] = [
    "Person",
    "Country",
    "Coalition",
    "Region",
    "Place",
    "Organization",
];

/// How many labels there are.
pub(crate) const LABELS: usize = 1 + 2 * TYPES.len();

/// The label of what is no name.
pub(crate) const OUTSIDE: usize = 0;

/// The first token of a name.
pub(crate) const fn begin(kind: usize) -> usize {
    1 + 2 * kind
}

/// A later token of a name.
pub(crate) const fn inside(kind: usize) -> usize {
    2 + 2 * kind
}

/// The type of a label, as an index into [`TYPES`].
pub(crate) const fn kind_of(label: usize) -> Option<usize> {
    match label {
        OUTSIDE => None,
        _ => Some((label - 1) / 2),
    }
}

/// Whether a label goes on with a name.
pub(crate) const fn is_inside(label: usize) -> bool {
    label != OUTSIDE && label.is_multiple_of(2)
}

/// Whether a label may follow another; `None` stands before the first token.
pub(crate) fn may_follow(before: Option<usize>, label: usize) -> bool {
    !is_inside(label) || before.is_some_and(|before| kind_of(before) == kind_of(label))
}

/// A set of labels, a bit for each.
pub(crate) type LabelSet = u16;

/// Every label.
pub(crate) const ALL: LabelSet = (1 << LABELS) - 1;

/// The names that a row of labels spells out, with the index of their type.
pub(crate) fn names(labels: &[u8]) -> Vec<(Range<usize>, usize)> {
    let mut names: Vec<(Range<usize>, usize)> = Vec::new();
    for (token, &label) in labels.iter().enumerate() {
        let label = usize::from(label);
        match (kind_of(label), names.last_mut()) {
            (Some(_), Some((tokens, _))) if is_inside(label) => tokens.end = token + 1,
            (Some(kind), _) => names.push((token..token + 1, kind)),
            (None, _) => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_spell_names() {
        let (person, place) = (0, 4);
        let labels = [
            OUTSIDE,
            begin(person),
            inside(person),
            begin(person),
            OUTSIDE,
            begin(place),
        ];
        let labels = labels.map(|label| label as u8);
        assert_eq!(
            names(&labels),
            [(1..3, person), (3..4, person), (5..6, place)]
        );
    }

    #[test]
    fn a_name_goes_on_with_its_own_type() {
        assert!(may_follow(Some(begin(2)), inside(2)) && may_follow(Some(inside(2)), inside(2)));
        assert!(!may_follow(Some(begin(2)), inside(3)) && !may_follow(None, inside(0)));
        assert!(!may_follow(Some(OUTSIDE), inside(0)) && may_follow(None, begin(0)));
    }
}
