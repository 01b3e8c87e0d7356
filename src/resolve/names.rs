//! First pass: the gazetteer's row, the same name again.
//!
//! A row decides alone: two rows of one name stay apart, whatever their spelling. Names without a row
//! are one where they read the same; a name that was taken for a person here and for a place there
//! is what most of its mentions were taken for. A person's single name is left to `person`.

use super::clusters::Clusters;
use crate::schema::{EntityType, RowId};
use crate::text::Reason;
use std::collections::BTreeMap;

pub(super) fn join(clusters: &mut Clusters<'_>) {
    let types = prevailing_types(clusters);
    let mut by_name: BTreeMap<(EntityType, String), usize> = BTreeMap::new();
    for index in 0..clusters.mentions.len() {
        if !clusters.is_name(index) || is_lone_person(clusters, index) {
            continue;
        }
        let mention = &clusters.mentions[index];
        let name = spoken(clusters, index);
        let person = mention.entity_type == clusters.types.person;
        let bare = match person {
            true => without_initials(&name),
            false => name.clone(),
        };
        let row = mention
            .row
            .or_else(|| known_person(clusters, &name, &bare).filter(|_| person));
        let entity_type = match row {
            Some(_) => mention.entity_type,
            None => types
                .get(&plain(&name))
                .copied()
                .unwrap_or(mention.entity_type),
        };
        let known = match row {
            Some(row) => clusters.of_row(row),
            None => by_name.get(&(entity_type, plain(&bare))).copied(),
        };
        let reason = match (row, known) {
            (Some(_), _) if mention.row.is_none() => Reason::Spelling,
            (Some(_), _) => Reason::Gazetteer,
            (None, Some(_)) => Reason::SameName,
            (None, None) => Reason::NewName,
        };
        let cluster = known.unwrap_or_else(|| {
            let name = in_full(clusters, index).unwrap_or_else(|| name.clone());
            clusters.open(entity_type, name, row)
        });
        clusters.join(index, cluster, reason);
        by_name
            .entry((entity_type, plain(&bare)))
            .or_insert(cluster);
    }
}

/// A person's name of one word that the gazetteer does not know.
pub(super) fn is_lone_person(clusters: &Clusters<'_>, index: usize) -> bool {
    let mention = &clusters.mentions[index];
    mention.entity_type == clusters.types.person
        && mention.row.is_none()
        && !clusters.text(index).contains(' ')
}

/// The person of the gazetteer who is called so, but for spelling or the initial of a second name.
fn known_person(clusters: &Clusters<'_>, name: &str, bare: &str) -> Option<RowId> {
    let gazetteer = &clusters.schema.gazetteer;
    let person = clusters.types.person;
    let named = || {
        gazetteer
            .named(bare)
            .filter(|&row| gazetteer.row(row).kind == person)
    };
    let row = clusters
        .schema
        .coreference
        .person_spelt(name)
        .or_else(named)?;
    let date = clusters.document.meta().date.as_deref();
    gazetteer.row(row).is_valid_on(date).then_some(row)
}

/// "Antony J. Blinken" is Antony Blinken: a name without the initials between its first word and
/// its last.
fn without_initials(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let is_initial = |word: &str| {
        let mut letters = word.trim_end_matches('.').chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    };
    let between = |index: usize| 0 < index && index + 1 < words.len();
    let kept = words.iter().enumerate();
    let kept = kept.filter(|(index, word)| !(between(*index) && is_initial(word)));
    let kept: Vec<&str> = kept.map(|(_, word)| *word).collect();
    kept.join(" ")
}

/// "Paris, Texas": a town that is known elsewhere under its name is called with its state.
fn in_full(clusters: &Clusters<'_>, index: usize) -> Option<String> {
    let (town, state) = (&clusters.mentions[index], clusters.mentions.get(index + 1)?);
    let gazetteer = &clusters.schema.gazetteer;
    let name = clusters.text(index);
    gazetteer.named(&name).filter(|_| town.row.is_none())?;
    let behind =
        town.tokens.end + 1 == state.tokens.start && clusters.document.word(town.tokens.end) == ",";
    let row = gazetteer.row(state.row.filter(|_| behind)?);
    let of_union = row.kind == clusters.types.region && !row.members.is_empty();
    let place = town.entity_type == clusters.types.place;
    (of_union && place).then(|| format!("{name}, {}", clusters.text(index + 1)))
}

/// What most mentions of each name that no row knows were taken for; of two the first.
fn prevailing_types(clusters: &Clusters<'_>) -> BTreeMap<String, EntityType> {
    let mut votes: BTreeMap<String, Vec<(EntityType, usize)>> = BTreeMap::new();
    for (index, mention) in clusters.mentions.iter().enumerate() {
        if !clusters.is_name(index) || mention.row.is_some() {
            continue;
        }
        let votes = votes.entry(plain(&clusters.text(index))).or_default();
        match votes
            .iter_mut()
            .find(|(kind, _)| *kind == mention.entity_type)
        {
            Some((_, count)) => *count += 1,
            None => votes.push((mention.entity_type, 1)),
        }
    }
    let first_of_most = |votes: Vec<(EntityType, usize)>| {
        let most = votes.iter().map(|&(_, count)| count).max()?;
        let mut votes = votes.into_iter();
        votes
            .find(|&(_, count)| count == most)
            .map(|(kind, _)| kind)
    };
    let votes = votes.into_iter();
    votes
        .filter_map(|(name, votes)| Some((name, first_of_most(votes)?)))
        .collect()
}

/// A name as names are compared.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
}

/// A name as it is spoken: a dateline shouts, "DAYTON" is Dayton.
fn spoken(clusters: &Clusters<'_>, index: usize) -> String {
    let name = clusters.text(index);
    let place = clusters.types.place == clusters.mentions[index].entity_type;
    let shouted = name.chars().count() > 3 && name.chars().all(|c| !c.is_lowercase());
    match place && shouted {
        true => title_case(&name),
        false => name,
    }
}

/// Each word with a capital and small letters behind it.
fn title_case(name: &str) -> String {
    let mut inside = false;
    let word = |c: char| {
        let letter = match inside {
            true => c.to_lowercase().to_string(),
            false => c.to_string(),
        };
        inside = c.is_alphabetic();
        letter
    };
    name.chars().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::title_case;

    #[test]
    fn a_shouted_name_is_spoken() {
        assert_eq!(title_case("SAINT-DENIS"), "Saint-Denis");
        assert_eq!(title_case("NEW YORK"), "New York");
    }
}
