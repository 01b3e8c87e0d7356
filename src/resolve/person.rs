//! Fourth pass: a person by a part of the name.
//!
//! "Putin" is the Vladimir Putin of the document, "Abadi" its Haider al-Abadi, "Mr Xi" its Xi Jinping.
//! Of several bearers of a surname the one with the same title is meant, else the last one before. A
//! surname behind a title that nobody of the document bears is the only person of the gazetteer who
//! bears it at the date; without that it stays a name of its own.

use super::clusters::Clusters;
use super::names::is_lone_person;
use super::office;
use crate::schema::{RowId, skeleton};
use crate::text::Reason;

pub(super) fn join(clusters: &mut Clusters<'_>) {
    for index in 0..clusters.mentions.len() {
        let mention = &clusters.mentions[index];
        if !clusters.is_name(index) || mention.entity_type != clusters.types.person {
            continue;
        }
        let lone = is_lone_person(clusters, index);
        let known = clusters.of(index);
        if !lone && known.is_none() {
            continue;
        }
        // "Trump" is known by itself, yet in a text about Ivanka Trump alone it is hers.
        let by_surname = mention.row.is_some() && mention.tokens.len() == 1;
        if !lone && mention.row.is_some() && !by_surname {
            continue;
        }
        if let Some(bearer) = bearer(clusters, index) {
            let in_full = by_surname && known.is_some_and(|id| is_in_full(clusters, id));
            if !in_full {
                clusters.join(index, bearer, Reason::ShortName);
            }
            continue;
        }
        if !lone {
            continue;
        }
        let name = clusters.text(index);
        let row = known_bearer(clusters, index, &name);
        let known = match row {
            Some(row) => clusters.of_row(row),
            None => same_single_name(clusters, index, &name),
        };
        let reason = match (row, known) {
            (Some(_), _) => Reason::ShortName,
            (None, Some(_)) => Reason::SameName,
            (None, None) => Reason::NewName,
        };
        let person = clusters.types.person;
        let cluster = known.unwrap_or_else(|| clusters.open(person, name, row));
        clusters.join(index, cluster, reason);
    }
}

/// Whether the document calls a person by more than the surname.
fn is_in_full(clusters: &Clusters<'_>, cluster: usize) -> bool {
    let mut names = clusters.mentions_of(cluster);
    names.any(|m| clusters.is_name(m) && clusters.text(m).contains(' '))
}

/// The person of the document whose full name ends, or in the Chinese and Korean order begins, with
/// these words.
fn bearer(clusters: &Clusters<'_>, index: usize) -> Option<usize> {
    let mention = &clusters.mentions[index];
    let text = clusters.text(index);
    let words = words_of(&text);
    let (mut before, mut after, mut first, mut titled) = (None, None, None, None);
    let title = office::title_before(clusters, index);
    for (other, full) in clusters.mentions.iter().enumerate() {
        let person = full.entity_type == mention.entity_type && clusters.is_name(other);
        if other == index || !person {
            continue;
        }
        let Some(cluster) = clusters.of(other) else {
            continue;
        };
        let text = clusters.text(other);
        let name = words_of(&text);
        if name.len() <= words.len() {
            continue;
        }
        if !agree(&name[name.len() - words.len()..], &words) {
            if agree(&name[..words.len()], &words) && is_family_name_first(&text) {
                first = first.or(Some(cluster));
            }
            continue;
        }
        if title.is_some() && office::title_before(clusters, other) == title {
            titled = Some(cluster);
        }
        match full.span < mention.span {
            true => before = Some(cluster),
            false => after = after.or(Some(cluster)),
        }
    }
    titled.or(before).or(after).or(first)
}

/// The words of a name without articles.
fn words_of(name: &str) -> Vec<&str> {
    let words = name.split(' ');
    words.filter(|word| !skeleton(word).is_empty()).collect()
}

/// Whether words are the same, as they may be spelt.
fn agree(these: &[&str], those: &[&str]) -> bool {
    these.len() == those.len() && these.iter().zip(those).all(|(a, b)| is_same_word(a, b))
}

/// A word of few sounds may be spelt in two ways only where a single letter differs.
fn is_same_word(a: &str, b: &str) -> bool {
    if a.eq_ignore_ascii_case(b) {
        return true;
    }
    let sound = skeleton(a);
    let letters = a.chars().count().min(b.chars().count());
    let near = letters >= 4 && strsim::osa_distance(a, b) <= 1;
    sound == skeleton(b) && (sound.chars().count() >= 3 || near)
}

/// "Kim Jong Un", "Xi Jinping", "Moon Jae-in": two or three short words.
fn is_family_name_first(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    first.chars().count() <= 5 && name.split([' ', '-']).count() <= 3
}

/// The person without a full name who is called the same elsewhere.
fn same_single_name(clusters: &Clusters<'_>, index: usize, name: &str) -> Option<usize> {
    let same = |&other: &usize| clusters.is_name(other) && clusters.text(other) == name;
    (0..index)
        .filter(same)
        .find_map(|other| clusters.of(other))
        .filter(|&id| clusters.cluster(id).entity_type == clusters.types.person)
}

/// The only person of the gazetteer who bears a surname at the document's date, where a title says
/// that somebody known is meant.
fn known_bearer(clusters: &Clusters<'_>, index: usize, surname: &str) -> Option<RowId> {
    office::title_before(clusters, index)?;
    let date = clusters.document.meta().date.as_deref();
    let gazetteer = &clusters.schema.gazetteer;
    let mut bearers = gazetteer.rows().filter(|(_, row)| {
        row.kind == clusters.types.person
            && row.name.rsplit(' ').next() == Some(surname)
            && row.is_valid_on(date)
    });
    let (only, _) = bearers.next()?;
    bearers.next().is_none().then_some(only)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_as_they_are_spelt() {
        for (one, other) in [
            ("Zelenskyy", "Zelensky"),
            ("Al-Jubeir", "al-Jubeir"),
            ("Sarea", "Saree"),
        ] {
            assert!(is_same_word(one, other), "{one}");
        }
        assert!(!is_same_word("Li", "Lo"));
        assert!(!is_same_word("Rice", "Rouse"));
        assert!(agree(&words_of("Haider Al Abadi")[1..], &words_of("Abadi")));
    }

    #[test]
    fn family_names_that_stand_first() {
        assert!(is_family_name_first("Kim Jong Un"));
        assert!(!is_family_name_first("Emmanuel Macron"));
    }
}
