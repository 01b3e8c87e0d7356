//! The name that a thing goes by: the gazetteer's, else the fullest that the document uses, without
//! article and title.

use super::clusters::Clusters;

/// Gives each cluster without a row the best of its own names.
pub(super) fn rename(clusters: &mut Clusters<'_>) {
    for id in clusters.ids() {
        if clusters.cluster(id).row.is_some() {
            continue;
        }
        let names: Vec<String> = clusters
            .mentions_of(id)
            .filter(|&m| clusters.is_name(m))
            .map(|m| clusters.text(m))
            .collect();
        // The cluster's first name was spoken already (a dateline that shouts).
        let own = clusters.cluster(id).name.clone();
        let best = best(&names, &own);
        if best != own {
            clusters.rename(id, best);
        }
    }
}

/// The name with the most words; of those the most frequent, then the first.
fn best(names: &[String], own: &str) -> String {
    let words = |name: &str| name.split(' ').count();
    let most = names.iter().map(|name| words(name)).max().unwrap_or(0);
    if most <= words(own)
        && names
            .iter()
            .all(|name| name.eq_ignore_ascii_case(own) || words(name) < words(own))
    {
        return own.to_owned();
    }
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for name in names.iter().filter(|name| words(name) == most) {
        match counts.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let highest = counts.iter().map(|&(_, count)| count).max().unwrap_or(0);
    let first = counts.iter().find(|&&(_, count)| count == highest);
    first.map_or_else(
        || own.to_owned(),
        |&(name, _)| without_article(name).to_owned(),
    )
}

fn without_article(name: &str) -> &str {
    name.strip_prefix("the ")
        .or_else(|| name.strip_prefix("The "))
        .unwrap_or(name)
}

/// What an actor without a name is called: its span as written, without the article.
pub(super) fn unnamed(clusters: &Clusters<'_>, index: usize) -> String {
    without_article(&clusters.text(index)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::best;

    fn of(names: &[&str]) -> String {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        best(&names, names[0].as_str())
    }

    #[test]
    fn the_fullest_name_then_the_most_frequent() {
        assert_eq!(
            of(&["Abadi", "Haider al-Abadi", "Abadi"]),
            "Haider al-Abadi"
        );
        assert_eq!(
            of(&["Hamza bin Laden", "Hamza bin Ladin", "Hamza bin Ladin"]),
            "Hamza bin Ladin"
        );
        assert_eq!(
            of(&["SDF", "the Syrian Democratic Forces"]),
            "Syrian Democratic Forces"
        );
        assert_eq!(of(&["Goma"]), "Goma");
    }
}
