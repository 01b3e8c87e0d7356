//! Whom a pronoun means: by person, number, gender and syntax.
//!
//! "I" and "we" are whoever speaks. For the others the thing most in mind is taken that agrees and
//! that syntax does not forbid; nobody where a common noun is more in mind.

use super::clusters::Clusters;
use super::description::is_argument_beside;
use super::gender::Genders;
use super::group;
use super::quoted::Speech;
use super::salience;
use crate::text::{Deprel, MentionKind, Reason, Upos};

/// How many sentences back a pronoun may reach: for a person, for anything else.
const REACH: (usize, usize) = (4, 2);

/// What a pronoun asks of its antecedent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Man,
    Woman,
    Thing,
    Several,
}

/// Whom a pronoun means, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meant {
    One(usize, Reason),
    Many(Vec<usize>, Reason),
}

/// What the resolver knows beside the clusters.
pub(super) struct Context<'a> {
    pub speeches: &'a [Speech],
    pub genders: &'a Genders,
}

impl Context<'_> {
    /// The innermost stretch of speech that a mention stands in.
    pub fn speech(&self, clusters: &Clusters<'_>, index: usize) -> Option<&Speech> {
        let span = clusters.mentions[index].span;
        let holding = self.speeches.iter().filter(|s| s.span.contains(span));
        holding.min_by_key(|speech| speech.span.len())
    }
}

/// Whom a pronoun means.
pub(super) fn meant(clusters: &Clusters<'_>, index: usize, context: &Context<'_>) -> Option<Meant> {
    let word = clusters
        .document
        .text(clusters.mentions[index].span)
        .to_lowercase();
    let speech = context.speech(clusters, index);
    match word.as_str() {
        "i" | "me" | "my" | "mine" | "myself" => {
            let speaker = clusters.of(speech?.speaker?)?;
            let person = clusters.cluster(speaker).entity_type == clusters.types.person;
            person.then_some(Meant::One(speaker, Reason::Quoted))
        }
        "we" | "us" | "our" | "ours" | "ourselves" => we(clusters, index, speech),
        "he" | "him" | "his" | "himself" => third(clusters, index, Sort::Man, context),
        "she" | "her" | "hers" | "herself" => third(clusters, index, Sort::Woman, context),
        "it" | "its" | "itself" => third(clusters, index, Sort::Thing, context),
        "they" | "them" | "their" | "theirs" | "themselves" => {
            third(clusters, index, Sort::Several, context)
        }
        _ => None,
    }
}

/// "we" outside quotations are those who issue the text; inside whoever is quoted, and where a
/// release quotes its own people again those who issue it.
fn we(clusters: &Clusters<'_>, index: usize, speech: Option<&Speech>) -> Option<Meant> {
    let marked = clusters.quotation(clusters.mentions[index].span).is_some();
    let issuers = || match clusters.speakers.as_slice() {
        [] => None,
        [one] => Some(Meant::One(*one, Reason::Issuer)),
        several => Some(Meant::Many(several.to_vec(), Reason::Issuer)),
    };
    let Some(speech) = speech else {
        return issuers();
    };
    let speaker = speech.speaker.and_then(|mention| clusters.of(mention));
    // A statement behind "X said:" in a release.
    if !marked && !clusters.speakers.is_empty() {
        return issuers();
    }
    let speaker = speaker?;
    Some(Meant::One(on_behalf(clusters, speaker), Reason::Quoted))
}

/// Those for whom somebody speaks by office: a spokesman for the body, an ambassador for the state.
/// Others say "we" of themselves and whoever is with them.
fn on_behalf(clusters: &Clusters<'_>, speaker: usize) -> usize {
    let offices = super::office::all(clusters);
    let mut offices = offices.iter().filter(|office| office.person == speaker);
    let body = offices.find_map(|office| {
        let spokesman = [
            "spokes",
            "ambassador",
            "envoy",
            "press secretary",
            "commander",
        ];
        let speaks = spokesman.iter().any(|title| office.title.contains(title));
        office.of.filter(|_| speaks)
    });
    body.unwrap_or(speaker)
}

fn third(
    clusters: &Clusters<'_>,
    index: usize,
    sort: Sort,
    context: &Context<'_>,
) -> Option<Meant> {
    let pronoun = &clusters.mentions[index];
    let tree = clusters.tree;
    let agent = is_agent(clusters, pronoun.head);
    if sort == Sort::Several
        && let Some(pair) = pair(clusters, index)
    {
        return Some(Meant::Many(pair.to_vec(), Reason::Pronoun));
    }
    if is_reflexive(clusters, index)
        && tree.deprel(pronoun.head) != Deprel::Obj
        && let Some(before) = pronoun.tokens.start.checked_sub(1)
        && clusters.document.tokens[before].upos != Upos::Verb
    {
        // "Trump himself"
        let beside = clusters.mention_at(before).and_then(|m| clusters.of(m));
        return beside.map(|cluster| Meant::One(cluster, Reason::Pronoun));
    }
    if is_reflexive(clusters, index) {
        // "The army will regard itself": the subject of its own clause.
        let subject = subject_above(clusters, pronoun.head)?;
        let own = clusters.mention_at(subject).and_then(|m| clusters.of(m))?;
        return Some(Meant::One(own, Reason::Pronoun));
    }
    if let Some(ahead) = ahead(clusters, index, sort, context) {
        return Some(Meant::One(ahead, Reason::Pronoun));
    }
    let reach = match sort {
        Sort::Man | Sort::Woman => REACH.0,
        Sort::Thing | Sort::Several => REACH.1,
    };
    let quoted_by = context
        .speech(clusters, index)
        .and_then(|speech| clusters.of(speech.speaker?));
    let owned = tree
        .head(pronoun.head)
        .filter(|_| tree.deprel(pronoun.head) == Deprel::NmodPoss);
    let owned_cluster = owned
        .and_then(|token| clusters.mention_at(token))
        .and_then(|m| clusters.of(m));
    let says_we = (0..clusters.mentions.len()).any(|m| {
        let speaker = clusters
            .of(m)
            .is_some_and(|id| clusters.speakers.contains(&id));
        speaker && clusters.mentions[m].kind == MentionKind::Pronoun
    });
    // Who does something to "him" is another, wherever else he stands.
    let beside = (0..clusters.mentions.len())
        .filter(|&other| other != index && !is_reflexive(clusters, index))
        .filter(|&other| is_argument_beside(clusters, index, other))
        .filter_map(|other| clusters.of(other));
    let barred: Vec<usize> = beside.chain(quoted_by).chain(owned_cluster).collect();
    let found = salience::rank(clusters, index, reach, |cluster, other| {
        let forbidden = barred.contains(&cluster);
        if forbidden {
            return 0.0;
        }
        let fit = agreement(clusters, cluster, other, sort, agent, context);
        let mut likely = fit * closeness(clusters, index, other);
        // Who speaks as "we" is hardly "it" too.
        if clusters.speakers.contains(&cluster) && says_we {
            likely *= 0.4;
        }
        if is_controlled(clusters, index, other) {
            likely *= 0.2;
        }
        likely
    });
    let &(cluster, score) = found.first()?;
    let rival = match sort {
        Sort::Man | Sort::Woman => 0.0,
        Sort::Thing => {
            let weight = if agent { 0.3 } else { 0.75 };
            weight * salience::rival(clusters, index, |token| !clusters.is_plural(token))
        }
        Sort::Several => 0.9 * salience::rival(clusters, index, |token| clusters.is_plural(token)),
    };
    // "It" stands for a state or body where it does something; elsewhere it may be anything.
    let idle = sort == Sort::Thing && is_bare_it(clusters, index) && !agent;
    (score > rival && !idle).then_some(Meant::One(cluster, Reason::Pronoun))
}

/// How well a cluster agrees with a pronoun, from 0 to 1.
fn agreement(
    clusters: &Clusters<'_>,
    cluster: usize,
    mention: usize,
    sort: Sort,
    agent: bool,
    context: &Context<'_>,
) -> f64 {
    let types = &clusters.types;
    let kind = clusters.cluster(cluster).entity_type;
    let unnamed = clusters.mentions[mention].kind == MentionKind::Nominal;
    let plural = unnamed && clusters.is_plural(clusters.mentions[mention].head);
    match sort {
        Sort::Man if kind == types.person => context.genders.fit(cluster, false),
        Sort::Woman if kind == types.person => context.genders.fit(cluster, true),
        Sort::Man | Sort::Woman => 0.0,
        Sort::Thing if kind == types.person || plural => 0.0,
        Sort::Thing if kind == types.region => {
            if agent {
                0.2
            } else {
                0.7
            }
        }
        Sort::Thing if kind == types.place => {
            if agent {
                0.1
            } else {
                0.5
            }
        }
        Sort::Thing => 1.0,
        Sort::Several if plural => 1.0,
        Sort::Several if kind == types.organization => 0.7,
        Sort::Several if kind == types.coalition => 0.6,
        Sort::Several if kind == types.country => 0.35,
        Sort::Several => 0.0,
    }
}

/// A possessive likes the subject of its own clause ("Pakistan gives up its support"), and so does a
/// subject in a clause below ("Russia said that it had ...").
fn closeness(clusters: &Clusters<'_>, index: usize, other: usize) -> f64 {
    let tree = clusters.tree;
    let pronoun = clusters.mentions[index].head;
    let name = clusters.mentions[other].head;
    let subject = matches!(tree.deprel(name), Deprel::Nsubj | Deprel::NsubjPass);
    let Some(verb) = tree.head(name).filter(|_| subject) else {
        return 1.0;
    };
    let below = tree.is_below(pronoun, verb);
    let nearest = subject_above(clusters, pronoun).and_then(|subject| tree.head(subject));
    match (below, nearest == Some(verb)) {
        (true, true) => 1.5,
        (true, false) => 1.1,
        _ => 1.0,
    }
}

/// "Speaking to Martin Smith, he ...": who stands in a phrase that the pronoun is the subject of is
/// another.
fn is_controlled(clusters: &Clusters<'_>, index: usize, other: usize) -> bool {
    let tree = clusters.tree;
    let pronoun = clusters.mentions[index].head;
    let Some(verb) = tree.head(pronoun) else {
        return false;
    };
    if !matches!(tree.deprel(pronoun), Deprel::Nsubj | Deprel::NsubjPass) {
        return false;
    }
    let mut phrases = tree.children_by(verb, &[Deprel::Advcl, Deprel::Obl]);
    phrases.any(|phrase| {
        let own = tree.child_by(phrase, &[Deprel::Nsubj, Deprel::NsubjPass]);
        own.is_none() && tree.is_below(clusters.mentions[other].head, phrase)
    })
}

/// The subject of the closest clause above a token, itself and what it is part of left out.
fn subject_above(clusters: &Clusters<'_>, token: usize) -> Option<usize> {
    let tree = clusters.tree;
    let mut at = tree.head(token);
    while let Some(verb) = at {
        let mut subjects = tree.children_by(verb, &[Deprel::Nsubj, Deprel::NsubjPass]);
        let subject = subjects.find(|&subject| !tree.is_below(token, subject));
        if subject.is_some() {
            return subject;
        }
        at = tree.head(verb);
    }
    None
}

/// Two that were named together, where nothing in the plural stands between.
fn pair(clusters: &Clusters<'_>, index: usize) -> Option<[usize; 2]> {
    let types = &clusters.types;
    let actors = [
        types.person,
        types.country,
        types.organization,
        types.coalition,
    ];
    let pair = group::pair_before(clusters, index, 1, |kind| actors.contains(&kind))?;
    let last = (0..index)
        .rev()
        .find(|&m| clusters.of(m).is_some_and(|id| pair.contains(&id)))?;
    let from = clusters.mentions[last].tokens.end;
    let to = clusters.mentions[index].tokens.start;
    let mut between = from..to;
    let plural = between.any(|token| {
        let deprel = clusters.tree.deprel(token);
        let subject = matches!(deprel, Deprel::Nsubj | Deprel::NsubjPass);
        let body = clusters.mention_at(token).is_some_and(|m| {
            let kind = clusters.mentions[m].entity_type;
            kind == types.organization || kind == types.coalition
        });
        (subject || deprel == Deprel::Obj) && clusters.is_plural(token) || subject && body
    });
    (!plural).then_some(pair)
}

/// "In his first speech, Macron said ...": the subject that a phrase before it looks ahead to.
fn ahead(
    clusters: &Clusters<'_>,
    index: usize,
    sort: Sort,
    context: &Context<'_>,
) -> Option<usize> {
    let tree = clusters.tree;
    let pronoun = &clusters.mentions[index];
    if tree.deprel(pronoun.head) != Deprel::NmodPoss {
        return None;
    }
    let mut phrase = tree.head(pronoun.head)?;
    while matches!(
        tree.deprel(phrase),
        Deprel::Nmod | Deprel::Obj | Deprel::Conj
    ) {
        phrase = tree.head(phrase)?;
    }
    let fronted = matches!(tree.deprel(phrase), Deprel::Obl | Deprel::Advcl);
    let verb = tree.head(phrase).filter(|_| fronted)?;
    let sentence = &clusters.document.sentences[clusters.sentence(index)];
    let opens = pronoun.tokens.start <= sentence.tokens.start + 3;
    let subject = tree.child_by(verb, &[Deprel::Nsubj, Deprel::NsubjPass])?;
    let name = clusters
        .mention_at(subject)
        .filter(|&m| m > index && opens)?;
    let cluster = clusters.of(name).filter(|_| clusters.is_name(name))?;
    let fit = agreement(clusters, cluster, name, sort, true, context);
    (fit > 0.3).then_some(cluster)
}

fn is_reflexive(clusters: &Clusters<'_>, index: usize) -> bool {
    let word = clusters.document.text(clusters.mentions[index].span);
    word.ends_with("self") || word.ends_with("selves")
}

fn is_bare_it(clusters: &Clusters<'_>, index: usize) -> bool {
    let word = clusters.document.text(clusters.mentions[index].span);
    word.eq_ignore_ascii_case("it")
}

/// Whether a pronoun is the subject of a verb of action.
fn is_agent(clusters: &Clusters<'_>, token: usize) -> bool {
    let tree = clusters.tree;
    let verb = tree
        .head(token)
        .filter(|_| matches!(tree.deprel(token), Deprel::Nsubj));
    verb.is_some_and(|verb| {
        clusters.document.tokens[verb].upos == Upos::Verb
            && tree.child_by(verb, &[Deprel::Expl]).is_none()
    })
}

#[cfg(test)]
mod tests {
    use crate::resolve::tests::check;
    use crate::text::Reason::{Pronoun, Quoted};

    #[test]
    fn number_gender_and_syntax_find_whom_a_pronoun_means() {
        check(&[
            (
                "Indonesia banned exports of nickel ore. It wants smelters of its own.",
                "It",
                "Indonesia",
                Some(Pronoun),
            ),
            (
                "Christine Lagarde met David Malpass in Marrakesh. She urged lower rates.",
                "She",
                "Christine Lagarde",
                Some(Pronoun),
            ),
            (
                "Nana Akufo-Addo greeted Alassane Ouattara warmly. Alassane Ouattara thanked him.",
                "him",
                "Nana Akufo-Addo",
                Some(Pronoun),
            ),
            (
                "\"I have never owned a single share in that mine,\" Luis Arce said.",
                "I",
                "Luis Arce",
                Some(Quoted),
            ),
            (
                "Chile and Argentina signed a treaty on glaciers. They rejected the claims of Bolivia.",
                "They",
                "Chile, Argentina",
                Some(Pronoun),
            ),
        ]);
    }

    #[test]
    fn who_does_not_agree_or_stands_beside_is_not_meant() {
        check(&[
            // A man is not "she", a state not "he".
            (
                "Mr David Malpass left the bank. She will follow.",
                "She",
                "",
                None,
            ),
            (
                "Indonesia banned exports of nickel ore. He was pleased.",
                "He",
                "",
                None,
            ),
            // "It" of the weather, and "I" of nobody who is quoted.
            (
                "Indonesia closed the port. It rained for days.",
                "It",
                "",
                None,
            ),
            (
                "Indonesia closed the port, and I saw the ships leave.",
                "I",
                "",
                None,
            ),
            // Nobody thanks himself as "him".
            ("Luis Arce thanked him.", "him", "", None),
        ]);
    }
}
