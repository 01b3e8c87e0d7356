//! Whom a pronoun means: the nearest fitting name before it, subjects first.

use crate::text::{Deprel, Mention, MentionKind, Resolution, Tree, Upos, quotations};

/// How many sentences back a pronoun may reach.
const REACH: usize = 2;

/// Gives pronouns the referents of names before them; "we" outside quotations means `speaker`.
pub(super) fn resolve(
    tree: &Tree<'_>,
    mentions: &[Mention],
    speaker: Option<usize>,
    resolution: &mut Resolution,
) {
    let document = tree.document();
    let quoted = quotations(&document.article.text);
    for index in 0..mentions.len() {
        let mention = &mentions[index];
        if mention.kind != MentionKind::Pronoun {
            continue;
        }
        let in_quotation = quoted.iter().any(|quote| quote.contains(mention.span));
        let word = document.text(mention.span).to_lowercase();
        resolution.of_mention[index] = match word.as_str() {
            "we" | "us" | "our" | "ours" => speaker.filter(|_| !in_quotation),
            _ if in_quotation => None,
            "it" if !is_agent(tree, mention.head) => None,
            _ => antecedent(tree, mentions, index, resolution),
        };
    }
}

/// The nearest name of the pronoun's type before it: in its own sentence, then in those before;
/// within a sentence the subject of the highest verb wins.
fn antecedent(
    tree: &Tree<'_>,
    mentions: &[Mention],
    index: usize,
    resolution: &Resolution,
) -> Option<usize> {
    let document = tree.document();
    let pronoun = &mentions[index];
    let here = document.sentence_of(pronoun.span)?;
    let word = document.text(pronoun.span).to_lowercase();
    let person = !matches!(word.as_str(), "it" | "its");
    for back in 0..=REACH {
        let Some(sentence) = here.checked_sub(back) else {
            break;
        };
        let span = document.sentences[sentence].span;
        let best = mentions[..index]
            .iter()
            .enumerate()
            .filter(|(_, m)| span.contains(m.span) && m.kind == MentionKind::Name)
            .filter(|(_, m)| fits(pronoun, m) && !is_subject_over(tree, m.head, pronoun.head))
            .filter(|(other, _)| resolution.of_mention[*other].is_some())
            .filter(|(other, m)| person || !is_in_title(tree, mentions, *other, m))
            .min_by_key(|(other, m)| {
                let subject = is_subject(tree, m.head) || !person && owns_subject(tree, m.head);
                let distance = index - other;
                // In the same sentence the nearest counts more, further back the subject.
                (
                    !subject,
                    if back == 0 {
                        distance
                    } else {
                        usize::MAX - distance
                    },
                )
            });
        if let Some((other, _)) = best {
            return resolution.of_mention[other];
        }
    }
    None
}

fn is_subject(tree: &Tree<'_>, head: usize) -> bool {
    matches!(tree.deprel(head), Deprel::Nsubj | Deprel::NsubjPass)
}

/// "Israel's army ...": what acts for a state is the state.
fn owns_subject(tree: &Tree<'_>, head: usize) -> bool {
    let part = matches!(
        tree.deprel(head),
        Deprel::NmodPoss | Deprel::Amod | Deprel::Compound
    );
    part && tree.head(head).is_some_and(|owned| is_subject(tree, owned))
}

/// "US President Donald Trump": the country in a person's title is not spoken of.
fn is_in_title(tree: &Tree<'_>, mentions: &[Mention], index: usize, name: &Mention) -> bool {
    let Some(next) = mentions.get(index + 1) else {
        return false;
    };
    let between = name.tokens.end..next.tokens.start;
    let titled = !between.is_empty() && between.len() <= 4;
    let person = next.kind == MentionKind::Name && next.entity_type != name.entity_type;
    let nominal = between.into_iter().all(|token| {
        let tag = tree.document().tokens[token].upos;
        matches!(tag, Upos::Noun | Upos::Propn | Upos::Adj) || tree.lemma(token) == "of"
    });
    titled && person && nominal
}

/// "Salman asked him": who is asked is not who asks.
fn is_subject_over(tree: &Tree<'_>, name: usize, pronoun: usize) -> bool {
    let object = matches!(
        tree.deprel(pronoun),
        Deprel::Obj | Deprel::Iobj | Deprel::Obl
    );
    let verb = tree.head(pronoun);
    object && tree.deprel(name) == Deprel::Nsubj && verb.is_some() && tree.head(name) == verb
}

/// Whether a name is of the sort that the pronoun stands for.
fn fits(pronoun: &Mention, name: &Mention) -> bool {
    pronoun.entity_type == name.entity_type
}

/// "It" stands for a state or body where it does something; elsewhere it may be anything.
fn is_agent(tree: &Tree<'_>, token: usize) -> bool {
    let verb = tree
        .head(token)
        .filter(|_| tree.deprel(token) == Deprel::Nsubj);
    verb.is_some_and(|verb| {
        tree.document().tokens[verb].upos == Upos::Verb
            && tree.child_by(verb, &[Deprel::Expl]).is_none()
    })
}
