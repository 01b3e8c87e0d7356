//! The drawing of the layers, as it stands in a comment or a page.

/// Where a module stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// `main.rs`: reaches the library from outside.
    Main,
    /// The command line: may use everything.
    Cli,
    /// The stages in order: may use all verbs.
    Pipeline,
    /// May use nouns, no other verb.
    Verb,
    /// May use the nouns drawn to its left.
    Noun,
    /// May be used by all; may use those named before it.
    Below,
}

/// The modules with their layers, from left to right in each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    modules: Vec<(String, Layer)>,
}

impl Drawing {
    /// Reads the first drawing in a text: the row of the program, that of the verbs, that of the
    /// nouns with what is below all in brackets.
    pub fn read(text: &str) -> Option<Drawing> {
        let mut lines = text
            .lines()
            .map(|line| line.trim_start_matches("//!").trim());
        let program = lines.find(|line| line.starts_with("main.rs ──"))?;
        let verbs = lines.find_map(|line| line.strip_prefix("verbs "))?;
        let nouns = lines.find_map(|line| line.strip_prefix("nouns "))?;
        let (nouns, below) = nouns.split_once('(')?;
        let below = below.split_once(" below all)")?.0;

        let mut modules = Vec::new();
        for word in words(program) {
            let layer = match word {
                "main" => Layer::Main,
                "cli" => Layer::Cli,
                "pipeline" => Layer::Pipeline,
                _ => return None,
            };
            modules.push((word.to_owned(), layer));
        }
        for (row, layer) in [
            (verbs, Layer::Verb),
            (nouns, Layer::Noun),
            (below, Layer::Below),
        ] {
            modules.extend(words(row).map(|word| (word.to_owned(), layer)));
        }
        Some(Drawing { modules })
    }

    /// All modules.
    pub fn modules(&self) -> Vec<&str> {
        self.modules.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// Where a module stands, if it is drawn.
    pub fn layer(&self, module: &str) -> Option<Layer> {
        self.place(module).map(|place| self.modules[place].1)
    }

    /// Whether one module may use another.
    pub fn may_use(&self, module: &str, other: &str) -> bool {
        let (Some(from), Some(to)) = (self.place(module), self.place(other)) else {
            return false;
        };
        match (self.modules[from].1, self.modules[to].1) {
            (_, Layer::Main) | (Layer::Main, _) => false,
            (Layer::Cli, _) => true,
            (_, Layer::Cli) => false,
            (Layer::Pipeline, _) => true,
            (Layer::Verb, layer) => matches!(layer, Layer::Noun | Layer::Below),
            (Layer::Noun, Layer::Below) => true,
            (Layer::Noun, Layer::Noun) | (Layer::Below, Layer::Below) => to < from,
            _ => false,
        }
    }

    fn place(&self, module: &str) -> Option<usize> {
        self.modules.iter().position(|(name, _)| name == module)
    }
}

/// The names in a row, without lines, arrows, commas and file endings.
fn words(row: &str) -> impl Iterator<Item = &str> {
    let words = row.split(|c: char| c.is_whitespace() || "─◄│,".contains(c));
    words
        .map(|word| word.trim_end_matches(".rs").trim_end_matches('/'))
        .filter(|word| !word.is_empty())
}
