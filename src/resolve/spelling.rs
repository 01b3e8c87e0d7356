//! Third pass: two spellings of one name, as transliterations differ; a name with and without its
//! middle part.
//!
//! Only people, bodies and sites, and only where not both are rows of the gazetteer: states are
//! told apart letter by letter.

use super::clusters::Clusters;
use crate::schema::skeleton;
use crate::text::Reason;

/// How many sounds two short names must have in common.
const SOUNDS: usize = 4;

pub(super) fn join(clusters: &mut Clusters<'_>) {
    let ids = clusters.ids();
    for (place, &second) in ids.iter().enumerate() {
        let first = ids[..place]
            .iter()
            .copied()
            .find(|&first| clusters.ids().contains(&first) && same(clusters, first, second));
        let Some(first) = first else { continue };
        match clusters.cluster(second).row {
            Some(_) => clusters.merge(first, second, Reason::Spelling),
            None => clusters.merge(second, first, Reason::Spelling),
        }
    }
}

fn same(clusters: &Clusters<'_>, first: usize, second: usize) -> bool {
    let [a, b] = [first, second].map(|id| clusters.cluster(id));
    let types = &clusters.types;
    let person = a.entity_type == types.person;
    let spelt = [types.person, types.organization, types.place].contains(&a.entity_type);
    if a.entity_type != b.entity_type || !spelt || (a.row.is_some() && b.row.is_some()) {
        return false;
    }
    [first, second]
        .iter()
        .all(|&id| clusters.mentions_of(id).next().is_some())
        && match person {
            true => same_person(&a.name, &b.name),
            false => same_sound(&a.name, &b.name),
        }
}

fn same_sound(a: &str, b: &str) -> bool {
    let (a, b) = (skeleton(a), skeleton(b));
    a == b && a.chars().filter(|c| *c != ' ').count() >= SOUNDS
}

/// "Stephen J. Townsend" is Stephen Townsend; "Donald Trump Jr." is not Donald Trump.
fn same_person(a: &str, b: &str) -> bool {
    let (a, b) = (skeleton(a), skeleton(b));
    let [a, b]: [Vec<&str>; 2] = [&a, &b].map(|name| name.split(' ').collect());
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let mut rest = long.iter();
    short.len() >= 2
        && short[0] == long[0]
        && short.last() == long.last()
        && short.iter().all(|word| rest.any(|other| other == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_with_and_without_a_middle_name() {
        assert!(same_person("Stephen J. Townsend", "Stephen Townsend"));
        assert!(same_person("Recep Tayyip Erdoğan", "Recep Erdogan"));
        assert!(!same_person("Donald Trump Jr.", "Donald Trump"));
        assert!(!same_person("George H. W. Bush", "George P. Bush"));
        assert!(!same_person("Bush", "George Bush"));
    }

    #[test]
    fn short_names_need_more() {
        assert!(same_sound("Haghia Sophia", "Hagia Sophia"));
        assert!(!same_sound("Hama", "Homa"));
    }
}
