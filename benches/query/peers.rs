//! The same questions to other engines.

use crate::Figures;
use std::path::Path;
use std::process::{Command, Stdio};

/// The figures of the engines that can be had, each in a process of its own.
pub fn run(questions: &Path, folder: &Path) -> Vec<Figures> {
    let Some(python) = std::env::var_os("PEERS_PYTHON") else {
        println!("Kuzu and Neo4j were not run: PEERS_PYTHON names no Python\n");
        return Vec::new();
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/query/peers.py");
    let mut all = Vec::new();
    for engine in ["kuzu", "neo4j"] {
        let mut command = Command::new(&python);
        command.arg(&script).arg(engine).args([questions, folder]);
        let done = command.stderr(Stdio::inherit()).output();
        let figures = done
            .ok()
            .filter(|done| done.status.success())
            .and_then(|done| serde_json::from_slice(&done.stdout).ok());
        match figures {
            Some(figures) => all.push(figures),
            None => println!("{engine} did not run\n"),
        }
    }
    all
}
