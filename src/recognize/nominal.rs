//! Descriptions that may stand for somebody: "the two countries", "the prime minister", "the bloc",
//! "Tigrayan forces". Whether they do is left to `resolve`.

use super::Recognizer;
use crate::schema::EntityType;
use crate::text::{Deprel, Mention, MentionKind, Tree, Upos};
use std::ops::Range;

/// Words that make a group any of its kind.
const VAGUE: [&str; 17] = [
    "various",
    "several",
    "former",
    "many",
    "some",
    "other",
    "all",
    "different",
    "more",
    "certain",
    "such",
    "numerous",
    "foreign",
    "captured",
    "suspected",
    "alleged",
    "individual",
];

/// The descriptions of a document, in text order. `names` says which tokens are part of a name, and
/// of what type.
pub(super) fn find(
    recognizer: &Recognizer<'_>,
    tree: &Tree<'_>,
    names: &[Mention],
) -> Vec<Mention> {
    let mut covering = vec![None; tree.document().tokens.len()];
    for (index, name) in names.iter().enumerate() {
        covering[name.tokens.clone()].fill(Some(index));
    }
    let finder = Finder {
        recognizer,
        tree,
        names,
        covering,
    };
    let tokens = 0..tree.document().tokens.len();
    let mut found: Vec<Mention> = Vec::new();
    for token in tokens {
        let mention = finder
            .pair(token)
            .or_else(|| finder.holder(token))
            .or_else(|| finder.group(token))
            .or_else(|| finder.thing(token));
        let Some(mention) = mention else { continue };
        let free = mention.tokens.clone().all(|t| finder.covering[t].is_none());
        let apart = found
            .last()
            .is_none_or(|last| last.tokens.end <= mention.tokens.start);
        if free && apart {
            found.push(mention);
        }
    }
    found
}

struct Finder<'a> {
    recognizer: &'a Recognizer<'a>,
    tree: &'a Tree<'a>,
    names: &'a [Mention],
    covering: Vec<Option<usize>>,
}

impl Finder<'_> {
    fn word(&self, token: usize) -> &str {
        self.tree.document().word(token)
    }

    /// "The two countries", "both leaders": whoever was named together before.
    fn pair(&self, noun: usize) -> Option<Mention> {
        let types = &self.recognizer.types;
        let kind = match self.word(noun) {
            "countries" | "nations" | "sides" | "governments" | "neighbours" | "neighbors"
            | "states" => types.country,
            "leaders" | "presidents" | "men" | "ministers" | "foreign" => types.person,
            _ => return None,
        };
        if self.word(noun) == "foreign" {
            return None;
        }
        let number = noun.checked_sub(1)?;
        let both = self.tree.lemma(number) == "both";
        if !both && !matches!(self.word(number), "two" | "2") {
            return None;
        }
        let before = number
            .checked_sub(1)
            .map(|before| self.word(before).to_lowercase());
        let definite = before.is_some_and(|word| matches!(&*word, "the" | "these" | "our"));
        let start = number - usize::from(definite && !both);
        (both || definite).then(|| self.nominal(start..noun + 1, number..noun + 1, noun, kind))
    }

    /// "The president", "the Russian leader"; in a headline without the article.
    fn holder(&self, noun: usize) -> Option<Mention> {
        let document = self.tree.document();
        let gazetteer = &self.recognizer.schema.gazetteer;
        let sentence = self.sentence_start(noun)?;
        let leader = matches!(self.word(noun), "leader" | "ruler" | "leaders");
        let longest = gazetteer.longest_title().min(noun + 1 - sentence);
        let start = (1..=longest)
            .rev()
            .map(|count| noun + 1 - count)
            .find(|&start| {
                let text = document.text(document.span(start..noun + 1));
                let office = gazetteer.title(text).is_some_and(|title| title.office);
                office || leader && start == noun
            })?;
        let plural = document.tokens[noun].xpos.ends_with('S');
        let alone = document.tokens.get(noun + 1).is_none_or(|next| {
            let part = matches!(next.upos, Upos::Propn | Upos::Noun | Upos::Adj)
                && next.span.start - document.tokens[noun].span.end <= 1;
            !part && next.lemma != "of" && next.lemma != "-"
        });
        if plural || !alone || self.covering[noun].is_some() {
            return None;
        }
        let heading = document.sentences[document.sentence_of(document.tokens[noun].span)?].heading;
        let before = start.checked_sub(1).filter(|&t| t >= sentence);
        let country = before
            .and_then(|t| self.covering[t])
            .map(|name| &self.names[name]);
        let begin = match country {
            Some(name) if self.is_area(name) => name.tokens.start,
            Some(_) => return None,
            None => start,
        };
        let article = begin
            .checked_sub(1)
            .filter(|&t| t >= sentence && matches!(&*self.word(t).to_lowercase(), "the" | "this"));
        let begin = match article {
            Some(article) => article,
            None if heading || country.is_some() => begin,
            None => return None,
        };
        let tokens = if country.is_some() { start } else { begin }..noun + 1;
        Some(self.nominal(begin..noun + 1, tokens, noun, self.recognizer.types.person))
    }

    /// "Tigrayan forces", "the rebels": armed and political groups without a name.
    fn group(&self, noun: usize) -> Option<Mention> {
        let document = self.tree.document();
        let words = &self.recognizer.schema.coreference;
        let lemma = self.tree.lemma(noun).to_lowercase();
        let nominal = matches!(document.tokens[noun].upos, Upos::Noun);
        if !nominal || self.covering[noun].is_some() || self.is_part(noun) {
            return None;
        }
        let sentence = self.sentence_start(noun)?;
        let mut start = noun;
        let mut specific = false;
        let mut nation = false;
        while let Some(before) = start.checked_sub(1).filter(|&t| t >= sentence) {
            let tag = document.tokens[before].upos;
            if let Some(name) = self.covering[before] {
                let name = &self.names[name];
                nation |= name.entity_type == self.recognizer.types.country;
                // "ISIS fighters" are ISIS.
                let types = &self.recognizer.types;
                let area = [types.country, types.region, types.place];
                if !area.contains(&name.entity_type) {
                    return None;
                }
                specific = true;
                start = name.tokens.start;
                continue;
            }
            let inside = matches!(tag, Upos::Adj | Upos::Noun | Upos::Propn)
                || self.word(before) == "-" && before > sentence;
            if !inside {
                break;
            }
            if VAGUE.contains(&&*self.word(before).to_lowercase()) {
                return None;
            }
            specific |= self.word(before).starts_with(char::is_uppercase) || tag != Upos::Noun;
            start = before;
        }
        let two = noun
            .checked_sub(1)
            .filter(|&t| t >= start)
            .map(|t| format!("{} {lemma}", self.word(t).to_lowercase()));
        let rebel = words.is_rebel(&lemma) || two.is_some_and(|two| words.is_rebel(&two));
        let own =
            words.is_state_force(&lemma) && specific && !nation && self.has_capital(start..noun);
        let article = start.checked_sub(1).filter(|&t| {
            t >= sentence && matches!(&*self.word(t).to_lowercase(), "the" | "these" | "those")
        });
        if !(rebel && (specific || article.is_some()) || own) {
            return None;
        }
        let named = self.has_capital(start..noun);
        let span = article.filter(|_| !named).unwrap_or(start)..noun + 1;
        let last_name = (start..noun).rev().find(|&t| self.covering[t].is_some());
        let tokens = last_name.map_or(span.start, |t| t + 1)..noun + 1;
        Some(self.nominal(span, tokens, noun, self.recognizer.types.organization))
    }

    fn has_capital(&self, mut tokens: Range<usize>) -> bool {
        tokens.any(|token| {
            let word = self.word(token);
            word.starts_with(char::is_uppercase) || word.contains('-')
        })
    }

    /// "The bloc", "this region", "his country": things that were named before.
    fn thing(&self, noun: usize) -> Option<Mention> {
        let document = self.tree.document();
        let token = &document.tokens[noun];
        let nominal = matches!(token.upos, Upos::Noun | Upos::Propn);
        if !nominal || self.covering[noun].is_some() || self.is_part(noun) {
            return None;
        }
        let lemma = self.tree.lemma(noun).to_lowercase();
        let described = self.recognizer.schema.coreference.described_by(&lemma);
        let head = || self.recognizer.schema.frames.head_noun(&lemma);
        let kind = described.first().copied().or_else(head)?;
        let types = &self.recognizer.types;
        let named = [types.country, types.organization, types.region, types.place];
        if described.is_empty() && !named.contains(&kind) {
            return None;
        }
        let first = self.tree.child_by(noun, &[Deprel::Det, Deprel::NmodPoss])?;
        if first > noun || noun - first > 4 {
            return None;
        }
        let word = self.word(first).to_lowercase();
        let owned = matches!(&*word, "his" | "her" | "their" | "its" | "our" | "my")
            && matches!(&*lemma, "country" | "nation" | "government" | "homeland");
        let definite = matches!(&*word, "the" | "this" | "that" | "these" | "those");
        if !owned && !definite {
            return None;
        }
        // "the Ukrainian government" is Ukraine by its adjective.
        let between = first + 1..noun;
        if between.clone().any(|t| self.covering[t].is_some()) {
            return None;
        }
        // "the only state", "the other group": another than any before.
        let other = between.clone().any(|t| {
            matches!(
                self.tree.lemma(t),
                "only" | "first" | "last" | "next" | "other" | "second"
            )
        });
        if other {
            return None;
        }
        let plain = between.into_iter().all(|t| {
            matches!(
                document.tokens[t].upos,
                Upos::Adj | Upos::Noun | Upos::Num | Upos::Punct
            )
        });
        let tokens = if owned { first + 1 } else { first }..noun + 1;
        plain.then(|| self.nominal(first..noun + 1, tokens, noun, kind))
    }

    /// Whether a noun is part of a longer noun phrase: "the group leader", "camp residents".
    fn is_part(&self, noun: usize) -> bool {
        matches!(self.tree.deprel(noun), Deprel::Compound | Deprel::Flat)
            && self.tree.head(noun).is_some_and(|head| head > noun)
    }

    fn is_area(&self, name: &Mention) -> bool {
        let types = &self.recognizer.types;
        [types.country, types.region].contains(&name.entity_type)
    }

    fn sentence_start(&self, token: usize) -> Option<usize> {
        let document = self.tree.document();
        let sentence = document.sentence_of(document.tokens[token].span)?;
        Some(document.sentences[sentence].tokens.start)
    }

    fn nominal(
        &self,
        span: Range<usize>,
        tokens: Range<usize>,
        head: usize,
        entity_type: EntityType,
    ) -> Mention {
        Mention {
            span: self.tree.document().span(span),
            head,
            tokens,
            kind: MentionKind::Nominal,
            entity_type,
            row: None,
        }
    }
}
