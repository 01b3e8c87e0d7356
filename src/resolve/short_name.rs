//! Fifth pass: a body by a part of its name.
//!
//! "the Peace Foundation" behind "the Cinema for Peace Foundation", "the Coalition" behind "the Global
//! Coalition": a run of words of a longer name that stands before, where only one is that long. A
//! name that the gazetteer knows is left alone, and so is a place ("Mount Sinjar" is not Sinjar).

use super::clusters::Clusters;
use crate::text::Reason;

pub(super) fn join(clusters: &mut Clusters<'_>) {
    let bodies = [clusters.types.organization, clusters.types.coalition];
    for index in 0..clusters.mentions.len() {
        let mention = &clusters.mentions[index];
        let Some(short) = clusters.of(index) else {
            continue;
        };
        let body = bodies.contains(&mention.entity_type) && clusters.is_name(index);
        if !body || clusters.cluster(short).row.is_some() {
            continue;
        }
        let text = clusters.text(index);
        let words: Vec<&str> = text.split(' ').collect();
        let mut found: Vec<usize> = (0..index)
            .filter(|&other| clusters.is_name(other))
            .filter(|&other| bodies.contains(&clusters.mentions[other].entity_type))
            .filter(|&other| is_part(&words, &clusters.text(other)))
            .filter_map(|other| clusters.of(other))
            .filter(|&long| long != short)
            .collect();
        found.sort_unstable();
        found.dedup();
        if let [long] = found[..] {
            clusters.merge(short, long, Reason::ShortName);
        }
    }
}

/// Whether words stand side by side in a longer name.
fn is_part(words: &[&str], name: &str) -> bool {
    let name: Vec<&str> = name.split(' ').collect();
    words.len() < name.len() && name.windows(words.len()).any(|window| window == words)
}

#[cfg(test)]
mod tests {
    use super::is_part;

    #[test]
    fn words_side_by_side() {
        assert!(is_part(
            &["Peace", "Foundation"],
            "Cinema for Peace Foundation"
        ));
        assert!(!is_part(&["Peace", "Fund"], "Cinema for Peace Foundation"));
        assert!(!is_part(&["Syria"], "Syria"));
    }
}
