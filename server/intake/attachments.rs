//! Files that statements name (`docs/protocol/attachments.md`).
//!
//! Only bytes are taken whose digest a statement of the ledger names. So a stranger cannot fill the
//! disk: what he may bring is what a member of the chain signed for, once.

use super::submit::{Intake, Shut};
use crate::commit::{Chain, CommitError};
use crate::store::attachments::{self, Draft, FileError, Named, Row};
use crate::store::{Db, StoreError};
use bytes::Bytes;
use epcis::{Series, SeriesError};
use ledger::Hash;
use ledger::attachment::{FileName, Media, SealError, open};
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::{JoinError, spawn_blocking};

/// So many statements of one file are looked through for the one that was named.
const NAMING_MAX: i64 = 1_000;

/// Why a file is not kept.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    /// Its statement is not here.
    #[error("the ledger holds no leaf {0} yet: send the file once its statement has a receipt")]
    NotYet(Hash),
    /// The statement does not name it, as far as this node can see.
    #[error(
        "the leaf {leaf} names no file with the digest {digest}, as far as this node can see: send \
         a sealed file to the node that keeps the concealed fields of its statement"
    )]
    NotNamed {
        /// The statement.
        leaf: Hash,
        /// The file.
        digest: Hash,
    },
    /// It would lie open on the disk.
    #[error(
        "the statement conceals the name of this file, but the file is not sealed: seal it, and \
         name it with its key, as furlong record --attach does"
    )]
    NotSealed,
    /// Longer than this node takes.
    #[error("this node takes files of at most {0} bytes (attachment_mb in its settings)")]
    TooLong(u64),
    /// Other bytes than the statement names.
    #[error("these bytes have the digest {0}, and the address names another")]
    OtherBytes(Hash),
    /// Other bytes than the name says.
    #[error("the statement says that the file is {}, and its bytes are not", .0.as_str())]
    Media(Media),
    /// A series that is none.
    #[error("the file is no series: {0}")]
    Series(#[from] SeriesError),
    /// Not sealed with that key.
    #[error("{0}")]
    Sealed(#[from] SealError),
    /// The node is busy or full.
    #[error(transparent)]
    Shut(#[from] Shut),
    /// A bug.
    #[error("the check of a file panicked")]
    Panicked(#[from] JoinError),
    /// The disk.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The writing thread.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// What this node wants of a file.
pub enum Expected {
    /// Nothing: it is here, whole.
    Here,
    /// Its bytes.
    Upload(Box<Upload>),
}

/// A file that is arriving.
pub struct Upload {
    intake: Intake,
    leaf: Hash,
    name: FileName,
    concealed: bool,
    draft: Draft,
    /// Its place among those that may arrive at once.
    _place: OwnedSemaphorePermit,
}

impl Intake {
    /// How many bytes a file may have.
    pub fn file_bytes_max(&self) -> u64 {
        self.parts().file_bytes_max
    }

    /// Asks whether a file may come, before a byte of it is read.
    pub async fn expect_file(&self, digest: Hash, leaf: Hash) -> Result<Expected, AttachmentError> {
        self.room()?;
        let place = self.upload()?;
        let intake = self.clone();
        spawn_blocking(move || intake.expected(digest, leaf, place)).await?
    }

    fn expected(
        self,
        digest: Hash,
        leaf: Hash,
        place: OwnedSemaphorePermit,
    ) -> Result<Expected, AttachmentError> {
        let (mut db, files) = (self.pool().chain()?, self.parts().files.clone());
        let named = attachments::named(&mut db, self.origin(), leaf)?;
        let named = named.ok_or(AttachmentError::NotYet(leaf))?;
        let (name, concealed) = wanted(&named, leaf, digest)?;
        let known = attachments::naming(&mut db, digest, NAMING_MAX)?;
        if let Some(row) = known.iter().find(|row| row.leaf == leaf)
            && files.read(digest, row.length)?.is_some()
        {
            return Ok(Expected::Here);
        }
        let draft = files.draft()?;
        let upload = Upload { intake: self, leaf, name, concealed, draft, _place: place };
        Ok(Expected::Upload(Box::new(upload)))
    }
}

fn wanted(named: &Named, leaf: Hash, digest: Hash) -> Result<(FileName, bool), AttachmentError> {
    let found = named.find(digest);
    let (name, concealed) = found.ok_or(AttachmentError::NotNamed { leaf, digest })?;
    if concealed && name.key.is_none() {
        return Err(AttachmentError::NotSealed);
    }
    Ok((name.clone(), concealed))
}

impl Upload {
    /// Adds bytes as they arrive.
    pub async fn write(mut self: Box<Self>, bytes: Bytes) -> Result<Box<Self>, AttachmentError> {
        let max = self.intake.file_bytes_max();
        if self.draft.length().saturating_add(bytes.len() as u64) > max {
            return Err(AttachmentError::TooLong(max));
        }
        spawn_blocking(move || {
            self.draft.write(&bytes)?;
            Ok(self)
        })
        .await?
    }

    /// Judges what arrived and keeps it; it is on the disk, and known to be, when this returns.
    pub async fn finish(self: Box<Self>) -> Result<(), AttachmentError> {
        let Self { intake, leaf, name, concealed, draft, _place: place } = *self;
        let digest = name.digest;
        let length = spawn_blocking(move || {
            judge(&name, &draft)?;
            let length = draft.length();
            draft.keep()?;
            drop(place);
            Ok::<_, AttachmentError>(length)
        })
        .await??;
        let row = Row { digest, leaf, length, concealed };
        let (origin, now_ms) = (intake.origin().to_owned(), intake.clock().now_ms());
        let enter =
            move |chain: &mut Chain| chain.db().write(|db| enter(db, &origin, &row, now_ms));
        intake.commit().run(enter).await?
    }
}

/// The statement may have been voted out, or its fields erased, while the file arrived. Then the
/// file is left without a row, and a later start takes it away.
fn enter(db: &mut Db, origin: &str, row: &Row, now_ms: u64) -> Result<(), AttachmentError> {
    let named = attachments::named(db, origin, row.leaf)?.unwrap_or_default();
    wanted(&named, row.leaf, row.digest)?;
    Ok(attachments::put(db, row, now_ms)?)
}

impl From<crate::store::QueryError> for AttachmentError {
    fn from(error: crate::store::QueryError) -> Self {
        Self::Store(error.into())
    }
}

/// Whether the bytes are those that the statement names, and what it says that they are.
fn judge(name: &FileName, draft: &Draft) -> Result<(), AttachmentError> {
    if draft.digest() != name.digest {
        return Err(AttachmentError::OtherBytes(draft.digest()));
    }
    let bytes = draft.bytes()?;
    let bytes = match &name.key {
        Some(key) => open(key, bytes)?,
        None => bytes,
    };
    if !name.media.fits(&bytes) {
        return Err(AttachmentError::Media(name.media));
    }
    match name.media {
        Media::Csv => Series::from_csv(&bytes).map(drop)?,
        Media::Json => Series::from_json(&bytes).map(drop)?,
        Media::Pdf | Media::Jpeg | Media::Png | Media::WebP => {}
    }
    Ok(())
}
