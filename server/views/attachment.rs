//! Files that statements name, for who may read the name.

use super::audience::Audience;
use super::reader::Reader;
use crate::store::attachments::{self, FileError};
use crate::store::{Db, StoreError};
use ledger::Hash;
use ledger::attachment::{FileName, Media, open};

/// So many statements of one file are asked whether they let it be read.
const NAMING_MAX: i64 = 64;

/// A file as it was before it was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// What it is.
    pub media: Media,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether everybody may read it.
    pub is_public: bool,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentFault {
    /// There is none, or none for this reader: both look the same.
    #[error("there is no such file, or none that is published")]
    Unknown,
    /// It is missing, or not what it was.
    #[error("the file {0} is missing or damaged")]
    Damaged(Hash),
    /// The disk.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Reader {
    /// The file of a digest. A name that everybody may read makes it everybody's; else it follows
    /// the disclosure in which its name and key stand.
    pub fn attachment(
        &self,
        digest: Hash,
        audience: Audience,
    ) -> Result<Attachment, AttachmentFault> {
        let mut db = self.parts().pool.chain()?;
        let found = self.allowed(&mut db, digest, audience)?.ok_or(AttachmentFault::Unknown)?;
        drop(db);
        let (name, length, is_public) = found;
        let damaged = || AttachmentFault::Damaged(digest);
        let stored = self.parts().files.read(digest, length)?.ok_or_else(damaged)?;
        let bytes = match &name.key {
            Some(key) => open(key, stored).map_err(|_cause| damaged())?,
            None => stored,
        };
        Ok(Attachment { media: name.media, bytes, is_public })
    }

    fn allowed(
        &self,
        db: &mut Db,
        digest: Hash,
        audience: Audience,
    ) -> Result<Option<(FileName, u64, bool)>, StoreError> {
        let mut private = None;
        for row in attachments::naming(db, digest, NAMING_MAX)? {
            let named = attachments::named(db, self.origin(), row.leaf)?.unwrap_or_default();
            match named.find(digest) {
                Some((name, false)) => return Ok(Some((name.clone(), row.length, true))),
                Some((name, true)) => private = Some((name.clone(), row.length, false)),
                None => {}
            }
        }
        Ok(private.filter(|_| audience == Audience::Operator))
    }
}
