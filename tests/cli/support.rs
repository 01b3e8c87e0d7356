//! Running the program, and records to run it on.

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;

/// How a run of the program ended.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The run, which must have ended so.
    #[track_caller]
    pub fn ended(self, code: i32) -> Ran {
        assert_eq!(
            self.code, code,
            "\n--- out\n{}\n--- err\n{}",
            self.out, self.err
        );
        self
    }

    /// The run, which must have done what was asked. Whether anything was found in the articles is
    /// not the question.
    #[track_caller]
    pub fn worked(self) -> Ran {
        let code = self.code;
        assert!(
            matches!(code, 0 | 1),
            "exit {code}\n{}\n{}",
            self.out,
            self.err
        );
        self
    }

    /// The run, whose messages must have all of these.
    #[track_caller]
    pub fn says(self, parts: &[&str]) -> Ran {
        for part in parts {
            assert!(self.err.contains(part), "no {part:?} in\n{}", self.err);
        }
        self
    }

    /// The run, whose result must have all of these.
    #[track_caller]
    pub fn prints(self, parts: &[&str]) -> Ran {
        for part in parts {
            assert!(self.out.contains(part), "no {part:?} in\n{}", self.out);
        }
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("JSON on standard output")
    }
}

/// The program.
pub fn program() -> &'static Path {
    assert_cmd::cargo::cargo_bin!("demarche")
}

/// An empty folder to run the program in.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Folder {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("its folder");
        fs::write(path, content).expect("a file");
        self
    }

    pub fn read(&self, name: &str) -> String {
        let path = self.path(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names in a folder, hidden ones among them, sorted.
    pub fn list(&self, name: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(name)).expect("a folder");
        let name = |entry: std::io::Result<fs::DirEntry>| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        };
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }

    /// Runs the program here.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "")
    }

    /// Runs the program here with something on its standard input.
    pub fn run_with(&self, args: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let mut command = assert_cmd::Command::new(program());
        command.args(args).current_dir(self.0.path());
        command.env_remove("NO_COLOR").write_stdin(input.as_ref());
        ran(&command.output().expect("the program runs"))
    }

    /// The command for what needs more than arguments and input.
    pub fn command(&self, program: &Path, args: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(program);
        command.args(args).current_dir(self.0.path());
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a line of the shell here, with the program as `$0`.
    pub fn shell(&self, line: &str) -> Ran {
        let program = program().to_str().expect("a path");
        let mut command = self.command(Path::new("sh"), &["-c", line, program]);
        ran(&command.output().expect("a shell"))
    }
}

pub fn ran(output: &std::process::Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    Ran {
        code: output.status.code().expect("it ended by itself"),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}

/// The folder of articles of the repository.
pub fn articles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles")
}

/// Some of them, one of each kind of file, in the folder `news`.
pub fn some_articles(folder: &Folder) -> Vec<String> {
    let names = [
        "algiers-2000.txt",
        "black-sea-grain-2022.html",
        "prespa-2018.md",
        "saudi-iran-2023.json",
    ];
    for name in names {
        let content = fs::read(articles().join(name)).expect("an article");
        folder.write(&format!("news/{name}"), content);
    }
    names.iter().map(|name| format!("news/{name}")).collect()
}

const ACCORD: &str = "France signed the Lake Accord with Poland.";
const DENIAL: &str = "Russia has not attacked Georgia, Anna Duval said.";

/// Two records with all that a piece of evidence may have: an agreement of two states, and a denial
/// in somebody's mouth.
pub fn records() -> [Value; 2] {
    let mention = |text: &str, name: &str| {
        let (start, end) = span(text, name);
        json!([{"start": start, "end": end, "text": name, "kind": "name"}])
    };
    let place = |text: &str, part: &str| {
        let (start, end) = span(text, part);
        json!({"start": start, "end": end})
    };
    let entity = |text: &str, id: &str, kind: &str, name: &str, key: Value| json!({"id": id, "type": kind, "name": name, "key": key, "mentions": mention(text, name)});
    let relation = |text: &str, kind: &str, ends: [&str; 2], names: [&str; 2], trigger: &str| {
        json!({
            "id": format!("{kind}-{}", ends[0]), "type": kind, "source": ends[0], "target": ends[1],
            "evidence": place(text, text), "quote": text, "trigger": place(text, trigger),
            "source_mention": place(text, names[0]), "target_mention": place(text, names[1]),
            "frame": "test-frame", "confidence": 0.9,
        })
    };
    let mut denial = relation(
        DENIAL,
        "attacks",
        ["ru", "ge"],
        ["Russia", "Georgia"],
        "attacked",
    );
    denial["polarity"] = json!("negative");
    denial["attributed_to"] = json!("duval");
    denial["value"] = json!("twice");
    denial["date"] = json!("2024-02");
    denial["plover"] = json!("ASSAULT");
    [
        json!({
            "id": "accord", "title": "Two states sign", "date": "2024-03-01", "source": "Wire",
            "entities": [
                entity(ACCORD, "fr", "Country", "France", json!("FR")),
                entity(ACCORD, "pl", "Country", "Poland", json!("PL")),
                entity(ACCORD, "lake", "Agreement", "Lake Accord", json!(null)),
            ],
            "relations": [
                relation(ACCORD, "signed", ["fr", "lake"], ["France", "Lake Accord"], "signed"),
                relation(ACCORD, "signed", ["pl", "lake"], ["Poland", "Lake Accord"], "signed"),
            ],
        }),
        json!({
            "id": "denial", "date": "2024-03-05",
            "entities": [
                entity(DENIAL, "ru", "Country", "Russia", json!("RU")),
                entity(DENIAL, "ge", "Country", "Georgia", json!("GE")),
                entity(DENIAL, "duval", "Person", "Anna Duval", json!(null)),
            ],
            "relations": [denial],
        }),
    ]
}

fn span(text: &str, part: &str) -> (usize, usize) {
    let start = text.find(part).expect("a part of the text");
    (start, start + part.len())
}

/// Records as lines.
pub fn lines(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

/// A folder with `records.jsonl` and its `graph.json`.
pub fn with_graph() -> Folder {
    let folder = Folder::new();
    folder.write("records.jsonl", lines(&records()));
    let args = ["assemble", "records.jsonl", "-o", "graph.json"];
    folder.run(&args).ended(0);
    folder
}
