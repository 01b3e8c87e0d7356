//! Sentences with marked actors: from text to the class of event between them.

use crate::annotate::Annotator;
use crate::code::{Code, Coder, Signs, Weights, unmark};
use crate::schema::{EventTypes, Schema};
use crate::text::{Article, Tree};

/// Codes marked sentences; made once, used from any thread.
#[derive(Debug)]
pub struct PairCoder<'s> {
    annotator: Annotator,
    coder: Coder<'s>,
}

impl<'s> PairCoder<'s> {
    /// With the program's parameters.
    pub fn new(schema: &'s Schema) -> PairCoder<'s> {
        PairCoder {
            annotator: Annotator::built_in(),
            coder: Coder::new(schema),
        }
    }

    /// With parameters of one's own, or with the words of the schema alone.
    pub fn with(schema: &'s Schema, weights: Option<Weights>) -> PairCoder<'s> {
        PairCoder {
            annotator: Annotator::built_in(),
            coder: Coder::with(schema, weights),
        }
    }

    /// The classes.
    pub fn events(&self) -> &'s EventTypes {
        self.coder.events()
    }

    /// The signs of a sentence that marks its actors with `<s>...</s>` and `<t>...</t>`.
    pub fn signs(&self, sentence: &str) -> Signs {
        let marked = unmark(sentence);
        let document = self.annotator.annotate(Article::new("", marked.text));
        let tree = Tree::new(&document);
        let tokens =
            |span: Option<crate::text::Span>| span.map_or(0..0, |span| document.tokens_in(span));
        self.coder
            .signs(&tree, tokens(marked.source), tokens(marked.target))
    }

    /// The class of event that a marked sentence speaks of.
    ///
    /// ```
    /// use demarche::pipeline::PairCoder;
    /// use demarche::schema::Schema;
    /// let coder = PairCoder::new(Schema::built_in());
    /// let code = coder.code("<s>Turkey</s> imposed a curfew in <t>Diyarbakir</t>.").unwrap();
    /// assert_eq!(coder.events().types()[code.event].name, "COERCE");
    /// ```
    pub fn code(&self, sentence: &str) -> Option<Code> {
        self.coder.code_signs(&self.signs(sentence))
    }

    /// The class that signs speak for.
    pub fn code_signs(&self, signs: &Signs) -> Option<Code> {
        self.coder.code_signs(signs)
    }
}
