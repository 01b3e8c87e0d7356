//! Whom a description means that bears no name: "the Ukrainian president", "the bloc", "the city".
//!
//! First what syntax and titles say: an apposition, a title that somebody of the document bears. Then
//! a word of the name ("the park" is Victoria Park). Last the most salient thing that the noun can
//! describe. Groups without a name ("the rebels") are things of their own if nothing before them
//! fits.

use super::clusters::Clusters;
use super::group;
use super::office::Office;
use super::salience;
use crate::text::{Deprel, MentionKind, Reason};

/// How many sentences back a description may reach.
const REACH: usize = 4;

/// How many members make a body one of most states.
const MOST_STATES: usize = 100;

/// Titles of those who lead a state, a region or a body: "the Russian leader".
const LEADERS: [&str; 12] = [
    "president",
    "prime minister",
    "premier",
    "chancellor",
    "leader",
    "king",
    "emperor",
    "supreme leader",
    "chairman",
    "ruler",
    "chief executive",
    "emir",
];

/// Descriptions that are certain: appositions, titles.
pub(super) fn join_certain(clusters: &mut Clusters<'_>, offices: &[Office]) {
    for index in 0..clusters.mentions.len() {
        if clusters.mentions[index].kind != MentionKind::Nominal || clusters.is_known(index) {
            continue;
        }
        // "X, the prime minister," is the title of X, which stands there by name.
        let person = clusters.mentions[index].entity_type == clusters.types.person;
        let head = clusters.mentions[index].head;
        let borne = || offices.iter().any(|office| office.tokens.contains(&head));
        let beside = || is_beside_name(clusters, index) || apposed(clusters, index).is_some();
        if person && (beside() || borne()) {
            continue;
        }
        if let Some(cluster) = apposed(clusters, index) {
            clusters.join(index, cluster, Reason::Apposition);
        } else if let Some(cluster) = holder(clusters, index, offices) {
            clusters.join(index, cluster, Reason::Title);
        }
    }
}

/// What a description means at its place, when all before it is known; and why.
pub(super) fn meant(clusters: &Clusters<'_>, index: usize) -> Option<(usize, Reason)> {
    let mention = &clusters.mentions[index];
    if mention.entity_type == clusters.types.person || group::is_of_two(clusters, index) {
        return None;
    }
    let noun = clusters.tree.lemma(mention.head).to_lowercase();
    if let Some(owner) = owned_by(clusters, index, &noun) {
        return owner.map(|owner| (owner, Reason::Description));
    }
    if let Some(cluster) = by_word(clusters, index, &noun) {
        return Some((cluster, Reason::ShortName));
    }
    let kinds = clusters.schema.coreference.described_by(&noun);
    if kinds.is_empty() || !is_definite(clusters, index) {
        return None;
    }
    let plural = clusters.is_plural(mention.head);
    let armed = clusters.schema.coreference.is_rebel(&noun);
    let found = salience::rank(clusters, index, REACH, |cluster, other| {
        let kind = clusters.cluster(cluster).entity_type;
        if !kinds.contains(&kind) || is_argument_beside(clusters, index, other) {
            return 0.0;
        }
        let state = [
            clusters.types.country,
            clusters.types.region,
            clusters.types.place,
        ];
        if plural && (state.contains(&kind) || !armed) {
            return 0.0;
        }
        let mut likely = 1.0;
        // Who speaks says "we" of himself; "U.S. troops" does not bring up the country.
        if clusters.speakers.contains(&cluster) {
            likely *= 0.05;
        }
        let deprel = clusters.tree.deprel(clusters.mentions[other].head);
        if matches!(deprel, Deprel::Amod | Deprel::Compound) && kind == clusters.types.country {
            likely *= 0.5;
        }
        // The organ of a state is no "group", nor is a body that most states belong to.
        let body = [clusters.types.organization, clusters.types.coalition].contains(&kind);
        if body && is_public_body(clusters, cluster) {
            likely *= 0.25;
        }
        likely
    });
    let (cluster, _) = *found.first()?;
    Some((cluster, Reason::Description))
}

/// Whether a description may be an actor of its own: rebels of any kind, forces only behind a name
/// ("Tigrayan forces").
pub(super) fn is_group(clusters: &Clusters<'_>, index: usize) -> bool {
    let mention = &clusters.mentions[index];
    let noun = clusters.tree.lemma(mention.head).to_lowercase();
    let words = &clusters.schema.coreference;
    let text = clusters.document.text(mention.span);
    let mut inner = text.split([' ', '-']).skip(1);
    let two = text.to_lowercase();
    let two = two.rsplitn(3, ' ').take(2).collect::<Vec<_>>();
    let rebel =
        words.is_rebel(&noun) || two.len() == 2 && words.is_rebel(&format!("{} {noun}", two[1]));
    let behind_name = text.starts_with(char::is_uppercase) && !is_definite(clusters, index)
        || inner.any(|word| word.starts_with(char::is_uppercase));
    mention.kind == MentionKind::Nominal
        && mention.entity_type == clusters.types.organization
        && (rebel || words.is_state_force(&noun) && behind_name)
}

/// The unnamed group before a mention that its words describe too: "the rebels" behind "Syrian
/// rebels".
pub(super) fn same_group(clusters: &Clusters<'_>, index: usize) -> Option<usize> {
    let noun = clusters
        .tree
        .lemma(clusters.mentions[index].head)
        .to_lowercase();
    let mine = modifiers(clusters, index);
    (0..index).rev().find_map(|other| {
        let mention = &clusters.mentions[other];
        let same = mention.kind == MentionKind::Nominal
            && mention.entity_type == clusters.types.organization
            && clusters.tree.lemma(mention.head).to_lowercase() == noun;
        let theirs = modifiers(clusters, other);
        let agree = mine.is_empty() || theirs.is_empty() || mine.iter().any(|w| theirs.contains(w));
        clusters.of(other).filter(|_| same && agree)
    })
}

fn modifiers(clusters: &Clusters<'_>, index: usize) -> Vec<String> {
    let head = clusters.mentions[index].head;
    let kinds = [Deprel::Amod, Deprel::Compound, Deprel::NmodPoss];
    let words = clusters.tree.children_by(head, &kinds);
    words
        .map(|token| clusters.tree.lemma(token).to_lowercase())
        .collect()
}

/// "the M23, the armed group that ..."; "the southern African bloc SADC".
fn apposed(clusters: &Clusters<'_>, index: usize) -> Option<usize> {
    let mention = &clusters.mentions[index];
    let tree = clusters.tree;
    let beside = tree
        .head(mention.head)
        .filter(|_| tree.deprel(mention.head) == Deprel::Appos);
    let below = tree.children_by(
        mention.head,
        &[Deprel::Appos, Deprel::NmodDesc, Deprel::Flat],
    );
    let named = beside.into_iter().chain(below).find_map(|token| {
        let other = clusters.mention_at(token)?;
        (other != index && clusters.is_name(other)).then_some(other)
    })?;
    let person = clusters.types.person;
    let same = (clusters.mentions[named].entity_type == person) == (mention.entity_type == person);
    clusters.of(named).filter(|_| same)
}

/// Whether a person's name stands right beside a description, but for a comma.
fn is_beside_name(clusters: &Clusters<'_>, index: usize) -> bool {
    let document = clusters.document;
    let span = document.tokens_in(clusters.mentions[index].span);
    let comma = |token: usize| document.word(token) == ",";
    let behind = match document.tokens.get(span.end) {
        Some(_) if comma(span.end) => span.end + 1,
        _ => span.end,
    };
    let before = match span.start.checked_sub(1) {
        Some(last) if comma(last) => last.checked_sub(1),
        last => last,
    };
    let behind = Some(behind).filter(|&token| token < document.tokens.len());
    behind.into_iter().chain(before).any(|token| {
        clusters.mention_at(token).is_some_and(|m| {
            m != index
                && clusters.is_name(m)
                && clusters.mentions[m].entity_type == clusters.types.person
        })
    })
}

/// The person who bears the title of a description: of those whose country it names, the last one
/// before it, or, for a headline, the first one behind it.
fn holder(clusters: &Clusters<'_>, index: usize, offices: &[Office]) -> Option<usize> {
    let mention = &clusters.mentions[index];
    if mention.entity_type != clusters.types.person {
        return None;
    }
    let text = clusters
        .document
        .text(clusters.document.span(mention.tokens.clone()));
    let title = text.to_lowercase();
    let title = title.strip_prefix("the ").unwrap_or(&title);
    let country = country_of(clusters, index);
    let fits = |office: &&Office| {
        let bears = office.title == title
            || office.title.ends_with(&format!(" {title}"))
            || title == "leader" && LEADERS.contains(&&*office.title);
        let of = match (country, office.of) {
            (Some(country), Some(of)) => country == of,
            (Some(_), None) => office.title == title,
            (None, _) => true,
        };
        bears && of
    };
    let before = offices
        .iter()
        .rev()
        .filter(|o| o.mention < index)
        .find(fits);
    let heading = clusters.document.sentences[clusters.sentence(index)].heading
        || clusters.sentence(index) < 2;
    let behind = || {
        offices
            .iter()
            .filter(|o| o.mention > index && heading)
            .find(fits)
    };
    let office = before.or_else(behind)?;
    Some(office.person)
}

/// The cluster of the country that a description names: "the Ukrainian president".
fn country_of(clusters: &Clusters<'_>, index: usize) -> Option<usize> {
    let mention = &clusters.mentions[index];
    let before = mention.tokens.start.checked_sub(1)?;
    let inside = |m: &usize| mention.span.contains(clusters.mentions[*m].span);
    let poss = matches!(clusters.document.word(before), "'s" | "’s");
    let token = if poss { before.checked_sub(1)? } else { before };
    let other = clusters.mention_at(token).filter(|m| poss || inside(m))?;
    clusters.of(other)
}

/// "his country", "their government": the country of the one who owns it. `Some(None)` where the
/// owner says nothing.
fn owned_by(clusters: &Clusters<'_>, index: usize, noun: &str) -> Option<Option<usize>> {
    let mention = &clusters.mentions[index];
    let owner = clusters.tree.child_by(mention.head, &[Deprel::NmodPoss])?;
    let pronoun = clusters.mention_at(owner).filter(|&m| m != index)?;
    if clusters.mentions[pronoun].kind != MentionKind::Pronoun {
        return Some(None);
    }
    if !matches!(noun, "country" | "nation" | "government" | "homeland") {
        return Some(None);
    }
    let Some(owner) = clusters.of(pronoun) else {
        return Some(None);
    };
    let kind = clusters.cluster(owner).entity_type;
    if kind == clusters.types.country {
        return Some(Some(owner));
    }
    let offices = super::office::all(clusters);
    let office = offices.iter().rev().filter(|o| o.person == owner);
    let countries = office.filter_map(|office| office.of);
    let mut countries =
        countries.filter(|&id| clusters.cluster(id).entity_type == clusters.types.country);
    Some(countries.next())
}

/// The last thing before a description whose name has its noun: "the camp" for Camp Hurriya, "the
/// Department" for the Department of State.
fn by_word(clusters: &Clusters<'_>, index: usize, noun: &str) -> Option<usize> {
    let mention = &clusters.mentions[index];
    if !is_definite(clusters, index) || clusters.is_plural(mention.head) {
        return None;
    }
    let kinds = clusters.schema.coreference.described_by(noun);
    (0..index).rev().find_map(|other| {
        let cluster = clusters.of(other).filter(|_| clusters.is_name(other))?;
        let kind = clusters.cluster(cluster).entity_type;
        let fits = kind == mention.entity_type || kinds.contains(&kind);
        let name = &clusters.cluster(cluster).name;
        let bears = [name.as_str(), &clusters.text(other)].iter().any(|name| {
            name.contains(' ')
                && name
                    .split([' ', '-'])
                    .any(|word| word.eq_ignore_ascii_case(noun))
        });
        (fits && bears).then_some(cluster)
    })
}

/// "the bloc", "this group"; not "a bloc", nor "the bloc of Arab states".
fn is_definite(clusters: &Clusters<'_>, index: usize) -> bool {
    let mention = &clusters.mentions[index];
    let first = clusters
        .document
        .text(mention.span)
        .split(' ')
        .next()
        .unwrap_or_default();
    let definite = matches!(
        &*first.to_lowercase(),
        "the" | "this" | "that" | "these" | "those"
    );
    let named = clusters
        .tree
        .children_by(mention.head, &[Deprel::Nmod])
        .any(|child| clusters.tree.has_case(child, "of"));
    definite && !named
}

/// Whether another mention is an argument of the same verb: "the army attacked the group" speaks
/// of two.
pub(super) fn is_argument_beside(clusters: &Clusters<'_>, index: usize, other: usize) -> bool {
    let tree = clusters.tree;
    let arguments = [
        Deprel::Nsubj,
        Deprel::NsubjPass,
        Deprel::Obj,
        Deprel::Iobj,
        Deprel::Obl,
        Deprel::OblAgent,
    ];
    let [mine, theirs] = [index, other].map(|m| clusters.argument(m));
    let both = [mine, theirs]
        .iter()
        .all(|&head| arguments.contains(&tree.deprel(head)));
    both && tree.head(mine).is_some() && tree.head(mine) == tree.head(theirs)
}

/// Whether the gazetteer knows a body as the organ of a state or union, or one of most states.
fn is_public_body(clusters: &Clusters<'_>, cluster: usize) -> bool {
    let Some(row) = clusters.cluster(cluster).row else {
        return false;
    };
    let members = clusters.schema.gazetteer.row(row).members.len();
    match clusters.cluster(cluster).entity_type == clusters.types.organization {
        true => members > 0,
        false => members > MOST_STATES,
    }
}

#[cfg(test)]
mod tests {
    use crate::resolve::tests::check;
    use crate::text::Reason::{Apposition, Description, ShortName, Title};

    #[test]
    fn appositions_titles_words_of_names_and_fitting_nouns() {
        check(&[
            (
                "The rangers fought the Lord's Resistance Army, the rebel group that Joseph Kony founded.",
                "the rebel group",
                "Lord's Resistance Army",
                Some(Apposition),
            ),
            (
                "Bolivian President Luis Arce called an election. The president said the lithium mines would stay public.",
                "The president",
                "Luis Arce",
                Some(Title),
            ),
            (
                "The International Criminal Court opened its files on Sudan. Prosecutors asked the court for a warrant.",
                "the court",
                "International Criminal Court",
                Some(ShortName),
            ),
            (
                "The African Union suspended Gabon. The bloc will send observers in March.",
                "The bloc",
                "African Union",
                Some(Description),
            ),
            (
                "Floods cut off Derna for a week. Engineers reached the city by boat.",
                "the city",
                "Derna",
                Some(Description),
            ),
        ]);
    }

    #[test]
    fn what_does_not_fit_is_nobody() {
        check(&[
            // Another country's title.
            (
                "Bolivian President Luis Arce called an election. The Chilean president sent observers.",
                "The Chilean president",
                "",
                None,
            ),
            // No bloc was named, and no town.
            (
                "Gabon held an election. The bloc will send observers.",
                "The bloc",
                "",
                None,
            ),
            (
                "Luis Arce closed the border. Engineers reached the city by boat.",
                "the city",
                "",
                None,
            ),
        ]);
    }
}
