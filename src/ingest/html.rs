//! Web pages. The row in the table; with the feature `html`, `web_page` does the reading.

use super::{Found, Options, RawFile, Reader};

/// `.html` files.
pub struct Html;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "a web page: the article in it, without menus and advertisements"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    #[cfg(feature = "html")]
    fn read<'a>(&self, file: RawFile<'a>, _options: &'a Options) -> Found<'a> {
        super::single(super::web_page::read(&file))
    }

    #[cfg(not(feature = "html"))]
    fn read<'a>(&self, _file: RawFile<'a>, _options: &'a Options) -> Found<'a> {
        super::raw::lost(super::Fault::new(
            "web pages cannot be read: this program was built without the feature `html`; build \
             it with `cargo build --features html`, or save the page as text",
        ))
    }
}
