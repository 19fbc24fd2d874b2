//! A zip file that is written as its content comes: by a thread of its own, fed through a short queue, so that neither the
//! whole file nor a whole table is ever in memory.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Pieces that wait to be written.
const QUEUE: usize = 8;

enum Piece {
    File(String),
    Bytes(Vec<u8>),
}

/// An archive being written. Dropped before [`Archive::close`], it leaves a part of itself beside its place.
pub(super) struct Archive {
    pieces: mpsc::Sender<Piece>,
    writer: JoinHandle<Result<(), ArchiveError>>,
    part: PathBuf,
    place: PathBuf,
}

/// The archive at its place.
pub(super) struct Closed {
    pub(super) octets: u64,
    pub(super) sha256: [u8; 32],
}

/// Why an archive could not be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum ArchiveError {
    #[error("the archive: {0}")]
    Io(#[from] io::Error),
    #[error("the archive: {0}")]
    Zip(#[from] zip::result::ZipError),
    #[error("the archive's writer is gone")]
    Gone,
}

impl Archive {
    /// Begins an archive that will stand at `place`; what an earlier attempt left is written over.
    pub(super) async fn begin(place: &Path) -> Result<Self, ArchiveError> {
        let part = place.with_extension("part");
        if let Some(folder) = place.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        let (pieces, waiting) = mpsc::channel(QUEUE);
        let writer = tokio::task::spawn_blocking(move || write(file, waiting));
        Ok(Self { pieces, writer, part, place: place.to_owned() })
    }

    /// Begins the next file in it.
    pub(super) async fn file(&self, name: &str) -> Result<(), ArchiveError> {
        self.pieces.send(Piece::File(name.to_owned())).await.map_err(|_closed| ArchiveError::Gone)
    }

    /// Goes on with that file.
    pub(super) async fn write(&self, bytes: Vec<u8>) -> Result<(), ArchiveError> {
        self.pieces.send(Piece::Bytes(bytes)).await.map_err(|_closed| ArchiveError::Gone)
    }

    /// Makes it durable and moves it to its place.
    pub(super) async fn close(self) -> Result<Closed, ArchiveError> {
        drop(self.pieces);
        self.writer.await.map_err(|_lost| ArchiveError::Gone)??;
        let (part, place) = (self.part, self.place);
        tokio::task::spawn_blocking(move || put(&part, &place)).await.map_err(|_lost| ArchiveError::Gone)?
    }
}

fn write(file: File, mut waiting: mpsc::Receiver<Piece>) -> Result<(), ArchiveError> {
    let mut zip = ZipWriter::new(BufWriter::new(file));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true).unix_permissions(0o600);
    while let Some(piece) = waiting.blocking_recv() {
        match piece {
            Piece::File(name) => zip.start_file(name, options)?,
            Piece::Bytes(bytes) => zip.write_all(&bytes)?,
        }
    }
    let file = zip.finish()?.into_inner().map_err(|error| error.into_error())?;
    file.sync_all()?;
    Ok(())
}

fn put(part: &Path, place: &Path) -> Result<Closed, ArchiveError> {
    let mut file = File::open(part)?;
    let (mut digest, mut octets, mut chunk) = (Sha256::new(), 0_u64, vec![0; 64 * 1024]);
    loop {
        let read = file.read(&mut chunk)?;
        let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        digest.update(bytes);
        octets = octets.saturating_add(u64::try_from(read).unwrap_or(0));
    }
    std::fs::rename(part, place)?;
    if let Some(folder) = place.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(Closed { octets, sha256: digest.finalize().into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_went_in_comes_out() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("a/b.zip");
        // What an attempt that was broken off left.
        std::fs::create_dir_all(dir.path().join("a")).unwrap();
        std::fs::write(place.with_extension("part"), "x".repeat(100_000)).unwrap();
        let archive = Archive::begin(&place).await.unwrap();
        archive.file("one.txt").await.unwrap();
        for _ in 0..100 {
            archive.write(b"line\n".to_vec()).await.unwrap();
        }
        archive.file("two.txt").await.unwrap();
        let closed = archive.close().await.unwrap();
        let whole = std::fs::read(&place).unwrap();
        assert_eq!((usize::try_from(closed.octets).unwrap(), closed.sha256), (whole.len(), Sha256::digest(&whole).into()));
        let mut zip = zip::ZipArchive::new(File::open(&place).unwrap()).unwrap();
        let mut text = String::new();
        zip.by_name("one.txt").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "line\n".repeat(100));
        assert_eq!(zip.by_name("two.txt").unwrap().size(), 0);
        assert!(!place.with_extension("part").exists());
    }
}
