//! The tags and labels of Universal Dependencies v2 that a token bears.

/// Declares an enum whose members are written as given.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($member:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum $name { $($member,)* }

        impl $name {
            /// All members, in the order of their numbers.
            pub const ALL: &'static [$name] = &[$($name::$member,)*];

            /// As written in CoNLL-U.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$member => $text,)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<$name, ()> {
                match text { $($text => Ok($name::$member),)* _ => Err(()) }
            }
        }
    };
}

labels! {
    /// Universal part-of-speech tags.
    Upos {
        Adj = "ADJ",
        Adp = "ADP",
        Adv = "ADV",
        Aux = "AUX",
        Cconj = "CCONJ",
        Det = "DET",
        Intj = "INTJ",
        Noun = "NOUN",
        Num = "NUM",
        Part = "PART",
        Pron = "PRON",
        Propn = "PROPN",
        Punct = "PUNCT",
        Sconj = "SCONJ",
        Sym = "SYM",
        Verb = "VERB",
        X = "X",
    }
}

labels! {
    /// Universal dependency relations, with the subtypes of the English treebanks.
    Deprel {
        Acl = "acl",
        AclRelcl = "acl:relcl",
        Advcl = "advcl",
        AdvclRelcl = "advcl:relcl",
        Advmod = "advmod",
        Amod = "amod",
        Appos = "appos",
        Aux = "aux",
        AuxPass = "aux:pass",
        Case = "case",
        Cc = "cc",
        CcPreconj = "cc:preconj",
        Ccomp = "ccomp",
        Compound = "compound",
        CompoundPrt = "compound:prt",
        Conj = "conj",
        Cop = "cop",
        Csubj = "csubj",
        CsubjOuter = "csubj:outer",
        CsubjPass = "csubj:pass",
        Dep = "dep",
        Det = "det",
        DetPredet = "det:predet",
        Discourse = "discourse",
        Dislocated = "dislocated",
        Expl = "expl",
        Fixed = "fixed",
        Flat = "flat",
        Goeswith = "goeswith",
        Iobj = "iobj",
        List = "list",
        Mark = "mark",
        Nmod = "nmod",
        NmodDesc = "nmod:desc",
        NmodPoss = "nmod:poss",
        NmodUnmarked = "nmod:unmarked",
        Nsubj = "nsubj",
        NsubjOuter = "nsubj:outer",
        NsubjPass = "nsubj:pass",
        Nummod = "nummod",
        Obj = "obj",
        Obl = "obl",
        OblAgent = "obl:agent",
        OblUnmarked = "obl:unmarked",
        Orphan = "orphan",
        Parataxis = "parataxis",
        Punct = "punct",
        Reparandum = "reparandum",
        Root = "root",
        Vocative = "vocative",
        Xcomp = "xcomp",
    }
}

impl Deprel {
    /// The relation without its subtype: `nsubj:pass` is an `nsubj`.
    pub fn base(self) -> &'static str {
        let text = self.as_str();
        text.split_once(':').map_or(text, |(base, _)| base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_written_and_read() {
        for &upos in Upos::ALL {
            assert_eq!(upos.as_str().parse(), Ok(upos));
        }
        for (number, &deprel) in Deprel::ALL.iter().enumerate() {
            assert_eq!(deprel.as_str().parse(), Ok(deprel));
            assert_eq!(deprel as usize, number);
        }
        assert_eq!("nsubj:passive".parse::<Deprel>(), Err(()));
        assert_eq!(
            (Deprel::NsubjPass.base(), Deprel::Obj.base()),
            ("nsubj", "obj")
        );
    }
}
