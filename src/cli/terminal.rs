//! What goes to standard error, and whether anything is coloured.
//!
//! Results go to standard output ([`super::sink`]); warnings, notes and the progress bar go here,
//! so that a pipe never sees them. A standard error that is closed stops nothing.

use super::style::{Paint, Style};
use crate::error::Error;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::io::{IsTerminal, Write};

/// When to colour. (Plain comments: as help of each value they would fill every page of help.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
#[allow(missing_docs)]
pub enum Color {
    // On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    // Also into a file or a pipe.
    Always,
    Never,
}

impl Color {
    /// Whether to colour what goes to a stream that is a terminal or not.
    fn paint(self, terminal: bool) -> Paint {
        let wanted = |name| std::env::var_os(name).is_none_or(|value| value.is_empty());
        Paint::new(match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && wanted("NO_COLOR"),
        })
    }
}

/// Standard error, and what was asked of it.
#[derive(Debug)]
pub struct Terminal {
    quiet: bool,
    verbose: bool,
    /// Colours on standard output.
    pub paint: Paint,
    errors: Paint,
    warnings: Cell<usize>,
    progress: RefCell<Option<ProgressBar>>,
}

impl Terminal {
    /// Standard error as the options want it.
    pub fn new(quiet: bool, verbose: bool, color: Color) -> Terminal {
        Terminal {
            quiet,
            verbose,
            paint: color.paint(std::io::stdout().is_terminal()),
            errors: color.paint(std::io::stderr().is_terminal()),
            warnings: Cell::new(0),
            progress: RefCell::new(None),
        }
    }

    /// Colours on standard error.
    pub fn errors(&self) -> Paint {
        self.errors
    }

    /// Whether nothing but errors is to be said.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// How wide the terminal is that standard output goes to; `None` where it goes elsewhere.
    pub fn width(&self) -> Option<usize> {
        let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
        Some(usize::from(width.0))
    }

    /// How many warnings there were, printed or not.
    pub fn warnings(&self) -> usize {
        self.warnings.get()
    }

    /// Counts a warning, and prints it unless `--quiet`.
    pub fn warn(&self, warning: impl Display) {
        self.warnings.set(self.warnings.get() + 1);
        if !self.quiet {
            self.say("warning", Style::Warning, warning);
        }
    }

    /// Prints what only `--verbose` wants to know.
    pub fn note(&self, text: impl Display) {
        if self.verbose {
            self.say("note", Style::Dim, text);
        }
    }

    /// Prints why there is no result; not an error, so `--quiet` silences it.
    pub fn nothing(&self, text: impl Display) {
        if !self.quiet {
            self.line(&text.to_string());
        }
    }

    /// Prints what ended the run, and what can be done.
    pub fn error(&self, error: &Error) {
        self.say("error", Style::Error, error);
        if let Some(hint) = hint(error) {
            self.say("hint", Style::Dim, hint);
        }
    }

    /// Prints what was done, for a command without a result of its own.
    pub fn summary(&self, text: impl Display) {
        self.nothing(text);
    }

    /// Shows a progress bar over files where standard error is a terminal.
    pub fn start_progress(&self, files: usize) {
        self.start_bar(
            files as u64,
            "{bar:32} {pos} of {len} files, {msg}, {elapsed}",
        );
        self.show_progress(0, 0);
    }

    /// The same over nodes and edges.
    pub fn start_rows(&self, rows: u64) {
        self.start_bar(
            rows,
            "{bar:32} {pos} of {len} nodes and edges, {elapsed}, {eta} left",
        );
    }

    fn start_bar(&self, length: u64, template: &str) {
        if self.quiet || !std::io::stderr().is_terminal() {
            return;
        }
        let target = ProgressDrawTarget::stderr_with_hz(8);
        let bar = ProgressBar::with_draw_target(Some(length), target);
        bar.set_style(ProgressStyle::with_template(template).expect("a fixed template"));
        *self.progress.borrow_mut() = Some(bar);
    }

    /// Tells how many files have been begun and how many articles are done.
    pub fn show_progress(&self, files: usize, articles: usize) {
        if let Some(bar) = &*self.progress.borrow() {
            bar.set_position(files as u64);
            bar.set_message(format!("{articles} articles"));
        }
    }

    /// Tells how many nodes and edges are done.
    pub fn show_rows(&self, rows: u64) {
        if let Some(bar) = &*self.progress.borrow() {
            bar.set_position(rows);
        }
    }

    /// Takes the progress bar away.
    pub fn end_progress(&self) {
        if let Some(bar) = self.progress.borrow_mut().take() {
            bar.finish_and_clear();
        }
    }

    fn say(&self, label: &str, style: Style, text: impl Display) {
        let label = self.errors.apply(style, &format!("{label}:"));
        self.line(&format!("{label} {text}"));
    }

    /// A line above the progress bar.
    fn line(&self, line: &str) {
        let print = || {
            let _ = writeln!(std::io::stderr(), "{line}");
        };
        match &*self.progress.borrow() {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

/// What to do about an error whose text is the operating system's.
fn hint(error: &Error) -> Option<&'static str> {
    use std::io::ErrorKind as Kind;
    let Error::Io { action, source, .. } = error else {
        return None;
    };
    let reading = *action == "read";
    Some(match source.kind() {
        Kind::NotFound if reading => "check the spelling; a relative path begins at this folder",
        Kind::PermissionDenied if reading => "ask for the right to read it",
        Kind::IsADirectory if reading => "name a file in it",
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => {
            "free some space or write elsewhere with -o; earlier files are as they were"
        }
        _ if !reading => "choose a folder that you may write to, with -o",
        _ => return None,
    })
}
