//! A document: an article with its sentences and tokens.

use super::{Article, Deprel, Features, Meta, Span, Upos};
use std::ops::Range;

/// A word, number or mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the document's text.
    pub span: Span,
    /// The dictionary form, lower-cased except for proper nouns.
    pub lemma: String,
    /// The part of speech.
    pub upos: Upos,
    /// The English part-of-speech tag (Penn Treebank).
    pub xpos: &'static str,
    /// What its form says: number, tense, person ...
    pub features: Features,
    /// The token it depends on, as an index into [`Document::tokens`]; `None` for a root. Head and
    /// dependent lie in the same sentence.
    pub head: Option<u32>,
    /// How it depends on its head.
    pub deprel: Deprel,
    /// Whether it is written as one with the token before, as the second part of a multi-word
    /// token: `n't` in "don't", `'s` in "China's".
    pub joined: bool,
}

/// A sentence: a run of tokens. No sentence crosses a blank line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From the first token's start to the last token's end.
    pub span: Span,
    /// Its tokens, as indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// Whether it is the headline (or a heading): such sentences lack auxiliaries and articles.
    pub heading: bool,
}

/// A text with its annotation. Built once, never edited.
#[derive(Debug, Clone)]
pub struct Document {
    /// The article; `article.text` is what all spans point into.
    pub article: Article,
    /// In text order, not overlapping.
    pub sentences: Vec<Sentence>,
    /// In text order, not overlapping; every one lies in a sentence.
    pub tokens: Vec<Token>,
}

impl Document {
    /// The document's id.
    pub fn id(&self) -> &str {
        &self.article.id
    }

    /// What is known about the article.
    pub fn meta(&self) -> &Meta {
        &self.article.meta
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        span.of(&self.article.text)
    }

    /// The text of a token.
    pub fn word(&self, token: usize) -> &str {
        self.text(self.tokens[token].span)
    }

    /// The span from the first to the last of some tokens.
    ///
    /// # Panics
    /// When the range is empty or out of bounds.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        self.tokens[tokens.start]
            .span
            .cover(self.tokens[tokens.end - 1].span)
    }

    /// The index of the sentence that holds a byte span, if one sentence does.
    pub fn sentence_of(&self, span: Span) -> Option<usize> {
        let after = self
            .sentences
            .partition_point(|sentence| sentence.span.start <= span.start);
        let index = after.checked_sub(1)?;
        self.sentences[index].span.contains(span).then_some(index)
    }

    /// The indices of the tokens that a byte span touches.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two sentences of words parted by spaces, on a line each.
    fn document() -> Document {
        let text = "Kyiv signed .\nMinsk did not .";
        let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
        for (start, line) in [(0, "Kyiv signed ."), (14, "Minsk did not .")] {
            let first = tokens.len();
            let mut at = start;
            for word in line.split(' ') {
                tokens.push(Token {
                    span: Span::new(at, at + word.len()),
                    lemma: word.to_lowercase(),
                    upos: Upos::X,
                    xpos: "FW",
                    features: Features::default(),
                    joined: false,
                    head: None,
                    deprel: Deprel::Root,
                });
                at += word.len() + 1;
            }
            sentences.push(Sentence {
                span: Span::new(start, start + line.len()),
                tokens: first..tokens.len(),
                heading: false,
            });
        }
        Document {
            article: Article::new("a", text),
            sentences,
            tokens,
        }
    }

    #[test]
    fn the_sentence_of_a_span() {
        let document = document();
        assert_eq!(document.sentence_of(Span::new(0, 13)), Some(0));
        assert_eq!(document.sentence_of(Span::new(5, 11)), Some(0));
        assert_eq!(document.sentence_of(Span::new(14, 19)), Some(1));
        // Across two, and in the gap between them.
        assert_eq!(document.sentence_of(Span::new(5, 19)), None);
        assert_eq!(document.sentence_of(Span::new(13, 14)), None);
    }

    #[test]
    fn the_tokens_of_a_span() {
        let document = document();
        assert_eq!(document.tokens_in(Span::new(0, 11)), 0..2);
        assert_eq!(document.tokens_in(Span::new(6, 15)), 1..4);
        assert_eq!(document.tokens_in(Span::new(4, 5)), 1..1);
        assert_eq!(document.tokens_in(Span::new(29, 29)), 7..7);
        let did_not = document.tokens_in(Span::new(20, 27));
        assert_eq!(document.text(document.span(did_not)), "did not");
        assert_eq!(document.word(3), "Minsk");
    }
}
