//! Second pass: an acronym is its expansion.
//!
//! "the Syrian Democratic Forces (SDF)" says so; elsewhere an acronym that nothing is known of is the
//! one body of the document whose initials it has.

use super::clusters::Clusters;
use crate::text::Reason;

pub(super) fn join(clusters: &mut Clusters<'_>) {
    for index in 0..clusters.mentions.len() {
        let Some(acronym) = clusters.of(index).filter(|_| is_acronym(clusters, index)) else {
            continue;
        };
        let expansion = in_brackets(clusters, index).or_else(|| by_initials(clusters, index));
        let Some(expansion) = expansion.filter(|&expansion| expansion != acronym) else {
            continue;
        };
        let rows = [acronym, expansion].map(|id| clusters.cluster(id).row);
        match rows {
            // Two rows are two things; of one the row's cluster stays.
            [Some(_), Some(_)] => {}
            [Some(_), None] => clusters.merge(expansion, acronym, Reason::Acronym),
            _ => clusters.merge(acronym, expansion, Reason::Acronym),
        }
    }
}

fn is_acronym(clusters: &Clusters<'_>, index: usize) -> bool {
    let mention = &clusters.mentions[index];
    let text = clusters.text(index);
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    clusters.is_name(index)
        && mention.tokens.len() == 1
        && capitals >= 2
        && capitals * 2 > text.chars().count()
}

/// The name right before the bracket that the acronym stands in.
fn in_brackets(clusters: &Clusters<'_>, index: usize) -> Option<usize> {
    let (mention, before) = (
        &clusters.mentions[index],
        &clusters.mentions[index.checked_sub(1)?],
    );
    let bracket = mention.tokens.start.checked_sub(1)?;
    let adjacent = clusters.document.word(bracket) == "(" && before.tokens.end == bracket;
    let same = before.entity_type == mention.entity_type || mention.row.is_none();
    let initial = starts_words(&clusters.text(index), &clusters.text(index - 1));
    let bodies = [clusters.types.organization, clusters.types.coalition];
    let body = bodies.contains(&before.entity_type);
    (adjacent && same && (initial || body)).then(|| clusters.of(index - 1))?
}

/// The only body whose words begin with the acronym's letters, if the acronym is not known itself.
fn by_initials(clusters: &Clusters<'_>, index: usize) -> Option<usize> {
    if clusters.mentions[index].row.is_some() {
        return None;
    }
    let acronym = clusters.text(index);
    let bodies = [clusters.types.organization, clusters.types.coalition];
    let mut found = (0..clusters.mentions.len())
        .filter(|&other| clusters.is_name(other))
        .filter(|&other| bodies.contains(&clusters.mentions[other].entity_type))
        .filter(|&other| initials(&clusters.text(other)) == acronym)
        .filter_map(|other| clusters.of(other))
        .collect::<Vec<_>>();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The capitals that begin the words of a name of three words and more.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split([' ', '-']).collect();
    if words.len() < 3 {
        return String::new();
    }
    let first = words.iter().filter_map(|word| word.chars().next());
    first.filter(|c| c.is_uppercase()).collect()
}

/// Whether the letters of an acronym begin words of a name, in order.
fn starts_words(acronym: &str, name: &str) -> bool {
    let mut words = name.split([' ', '-']);
    let letters = acronym.chars().filter(|c| c.is_alphabetic());
    letters.flat_map(char::to_lowercase).all(|letter| {
        words.any(|word| {
            word.chars()
                .next()
                .is_some_and(|c| c.to_lowercase().eq([letter]))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_begin_words() {
        assert!(starts_words("SDF", "Syrian Democratic Forces"));
        assert!(starts_words(
            "OSCE",
            "Organization for Security and Co-operation in Europe"
        ));
        assert!(!starts_words("SDF", "Syrian Army"));
        assert_eq!(initials("Syrian Arab Coalition"), "SAC");
        assert_eq!(initials("Ministry of Foreign Affairs"), "MFA");
        assert_eq!(initials("Security Council"), "");
    }
}
