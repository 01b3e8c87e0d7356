//! Who speaks in a quotation: the subject of the verb that reports it, or whoever spoke in the
//! one before it. A statement that a release gives without marks, behind "X said:", is quoted too.

use super::clusters::Clusters;
use crate::schema::Governor;
use crate::text::{Deprel, Span, Upos};

/// A stretch of speech.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speech {
    pub span: Span,
    /// The mention of the one who speaks.
    pub speaker: Option<usize>,
}

/// Verbs that report speech beside those that the frames know.
const REPORTING: [&str; 6] = ["read", "continue", "ask", "go", "conclude", "begin"];

/// The stretches of speech of a document, in text order.
pub(super) fn speeches(clusters: &Clusters<'_>) -> Vec<Speech> {
    let mut found: Vec<Speech> = Vec::new();
    for &span in &clusters.quotations {
        let speaker = speaker_of(clusters, span);
        let before = found.last().copied();
        let speaker =
            speaker.or_else(|| before.filter(|b| goes_on(clusters, b.span, span))?.speaker);
        found.push(Speech { span, speaker });
    }
    found.extend(statement(clusters));
    found.sort_by_key(|speech| speech.span);
    found
}

/// Whether a quotation goes on where one before it ended: nothing but a short sentence between.
fn goes_on(clusters: &Clusters<'_>, before: Span, span: Span) -> bool {
    let between = clusters.document.tokens_in(Span {
        start: before.end,
        end: span.start.max(before.end),
    });
    between.len() <= 12
}

/// The subject of a reporting verb beside a quotation, in the sentences that it touches.
fn speaker_of(clusters: &Clusters<'_>, quote: Span) -> Option<usize> {
    let document = clusters.document;
    // Scare quotes and titles are no speech.
    let words = document.tokens_in(quote);
    if words.len() < 5 {
        return None;
    }
    let touched = document
        .sentences
        .iter()
        .filter(|sentence| sentence.span.overlaps(quote));
    let around = touched.fold(quote, |all, sentence| all.cover(sentence.span));
    let mut best: Option<(u32, usize)> = None;
    for token in document.tokens_in(around) {
        let span = document.tokens[token].span;
        if quote.contains(span) || !is_reporting(clusters, token) {
            continue;
        }
        let Some(speaker) = subject_mention(clusters, token, quote) else {
            continue;
        };
        let gap = match span.start < quote.start {
            true => quote.start - span.end,
            false => span.start - quote.end.min(span.start),
        };
        if best.is_none_or(|(least, _)| gap < least) {
            best = Some((gap, speaker));
        }
    }
    if let Some((_, speaker)) = best {
        return Some(speaker);
    }
    according_to(clusters, around, quote)
}

fn is_reporting(clusters: &Clusters<'_>, token: usize) -> bool {
    let lemma = clusters.tree.lemma(token);
    let verb = matches!(clusters.document.tokens[token].upos, Upos::Verb);
    let frames = &clusters.schema.frames;
    verb && (frames.governs(lemma, Governor::Report) || REPORTING.contains(&lemma))
}

/// The mention that is the subject of a verb, or stands right behind it ("said Mr X").
fn subject_mention(clusters: &Clusters<'_>, verb: usize, quote: Span) -> Option<usize> {
    let tree = clusters.tree;
    let subject = tree.child_by(verb, &[Deprel::Nsubj]).or_else(|| {
        // "X told reporters and added": the subject of the first verb.
        let first = tree
            .head(verb)
            .filter(|_| tree.deprel(verb) == Deprel::Conj)?;
        tree.child_by(first, &[Deprel::Nsubj])
    })?;
    let outside = |m: &usize| !quote.contains(clusters.mentions[*m].span);
    let direct = clusters.mention_at(subject).filter(outside);
    let below = || {
        // "Houthi spokesman Yahya Saree", "an official of the group"
        let mut named = tree
            .children_by(
                subject,
                &[
                    Deprel::Appos,
                    Deprel::Flat,
                    Deprel::NmodDesc,
                    Deprel::Compound,
                ],
            )
            .filter_map(|child| clusters.mention_at(child))
            .filter(outside)
            .filter(|&m| clusters.mentions[m].entity_type == clusters.types.person);
        named.next_back()
    };
    direct.or_else(below)
}

/// "according to X"
fn according_to(clusters: &Clusters<'_>, around: Span, quote: Span) -> Option<usize> {
    let document = clusters.document;
    let mut tokens = document.tokens_in(around);
    let according = tokens.find(|&token| {
        clusters.tree.lemma(token) == "accord" || document.word(token) == "according"
    })?;
    let limit = document.tokens.len().min(according + 8);
    (according..limit)
        .filter_map(|token| clusters.mention_at(token))
        .find(|&m| !quote.contains(clusters.mentions[m].span))
}

/// What stands behind "X said:" at the end of a paragraph, to the end of the text, unless it stands
/// in marks.
fn statement(clusters: &Clusters<'_>) -> Option<Speech> {
    let document = clusters.document;
    let text = &document.article.text;
    for (index, sentence) in document.sentences.iter().enumerate() {
        let last = sentence.tokens.end.checked_sub(1)?;
        if document.word(last) != ":" {
            continue;
        }
        let Some(next) = document.sentences.get(index + 1) else {
            continue;
        };
        let gap = &text[sentence.span.end as usize..next.span.start as usize];
        let marked = text[next.span.range()].starts_with(['"', '“', '«', '\'', '‘']);
        if gap.matches('\n').count() < 2 || marked {
            continue;
        }
        let said = sentence
            .tokens
            .clone()
            .rev()
            .find(|&token| is_reporting(clusters, token));
        let speaker = said.and_then(|verb| {
            let nowhere = Span::new(0, 0);
            subject_mention(clusters, verb, nowhere).or_else(|| {
                // The name in "The Foreign Secretary, X, said:"
                let before = sentence.tokens.start..verb;
                before.rev().find_map(|token| {
                    let mention = clusters.mention_at(token)?;
                    let person = clusters.mentions[mention].entity_type == clusters.types.person;
                    person.then_some(mention)
                })
            })
        });
        if speaker.is_some() {
            let span = Span::new(next.span.start as usize, text.len());
            return Some(Speech { span, speaker });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::tests::of_names;

    /// The speaker of each stretch of speech.
    fn speakers(text: &str) -> Vec<String> {
        of_names(text, None, |clusters| {
            let speeches = speeches(clusters).into_iter();
            speeches
                .map(|speech| speech.speaker.map_or(String::new(), |m| clusters.text(m)))
                .collect()
        })
    }

    #[test]
    fn the_subject_of_the_reporting_verb_speaks_and_goes_on_speaking() {
        for (text, expected) in [
            (
                "\"The reservoir will be full by the end of the month,\" Abiy Ahmed told parliament.",
                &["Abiy Ahmed"][..],
            ),
            (
                "According to Greenpeace, \"the trawlers switched off their transponders near the reserve.\"",
                &["Greenpeace"],
            ),
            (
                "\"We have lost the whole harvest to the locusts,\" William Ruto said. \"No farmer will be left alone this year.\"",
                &["William Ruto", "William Ruto"],
            ),
        ] {
            assert_eq!(speakers(text), expected, "{text}");
        }
    }

    #[test]
    fn scare_quotes_are_no_speech_and_the_spoken_to_does_not_speak() {
        assert_eq!(
            speakers("Abiy Ahmed praised the \"green legacy\" of the farmers."),
            [""]
        );
        let told = speakers(
            "Abiy Ahmed told William Ruto: \"The dam will harm nobody who lives downstream.\"",
        );
        assert_eq!(told, ["Abiy Ahmed"]);
    }
}
