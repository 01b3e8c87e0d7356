//! The sets of types that the measure is defined on. They are those of the annotation guidelines
//! and stay as they are when an ontology changes, else figures could not be compared.

/// Entity types whose members bear proper names: paired by their names, scored for canonical ones.
const NAMED: [&str; 6] = [
    "Person",
    "Country",
    "Coalition",
    "Region",
    "Place",
    "Organization",
];

/// The four types of `core`.
const CORE: [&str; 4] = ["signed", "demands", "controls", "proposes"];

/// Types that count either way round.
const SYMMETRIC: [&str; 1] = ["meets"];

/// The other relation types that count; any beside these twenty-two are passed over.
const OTHERS: [&str; 17] = [
    "addressed_to",
    "concerns",
    "accepts",
    "rejects",
    "claims",
    "attacks",
    "threatens",
    "sanctions",
    "supports",
    "opposes",
    "participates_in",
    "mediates",
    "deploys_to",
    "withdraws_from",
    "represents",
    "member_of",
    "located_in",
];

pub fn is_named(entity: &str) -> bool {
    NAMED.contains(&entity)
}

pub fn is_core(relation: &str) -> bool {
    CORE.contains(&relation)
}

pub fn is_symmetric(relation: &str) -> bool {
    SYMMETRIC.contains(&relation)
}

/// Whether a relation type is scored at all.
pub fn counts(relation: &str) -> bool {
    is_core(relation) || is_symmetric(relation) || OTHERS.contains(&relation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    #[test]
    fn the_measure_covers_the_built_in_ontology() {
        let ontology = &Schema::built_in().ontology;
        for kind in ontology.entities().map(|e| ontology.entity_info(e)) {
            assert_eq!(is_named(&kind.name), kind.named, "{}", kind.name);
        }
        for kind in ontology.relations().map(|r| ontology.relation_info(r)) {
            assert_eq!(is_symmetric(&kind.name), kind.symmetric, "{}", kind.name);
        }
        for name in CORE.iter().chain(&SYMMETRIC).chain(&OTHERS) {
            assert!(ontology.relation(name).is_some(), "{name}");
        }
        assert_eq!(CORE.len() + SYMMETRIC.len() + OTHERS.len(), 22);
    }
}
