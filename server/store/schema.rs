//! The tables of `migrations/`, for diesel. A test compares them with the migrations.

diesel::table! {
    ledger_block (height) {
        height -> BigInt,
        id -> Binary,
        body -> BigInt,
        record -> Text,
        time_ms -> BigInt,
        first -> BigInt,
        leaves -> BigInt,
        round -> BigInt,
        certificate -> Binary,
    }
}

diesel::table! {
    ledger_body (id) {
        id -> BigInt,
        block_id -> Binary,
        height -> BigInt,
        record -> Text,
    }
}

diesel::table! {
    ledger_chunk (body, first) {
        body -> BigInt,
        first -> BigInt,
        leaves -> BigInt,
        packed -> Binary,
    }
}

diesel::table! {
    ledger_leaf (leaf) {
        leaf -> BigInt,
        hash -> Binary,
        prefix -> BigInt,
        signer -> Nullable<BigInt>,
        jti -> Nullable<Binary>,
    }
}

diesel::table! {
    ledger_jti (org, jti) {
        org -> BigInt,
        jti -> Binary,
        leaf -> BigInt,
    }
}

diesel::table! {
    ledger_org (id) {
        id -> BigInt,
        iss -> Text,
    }
}

diesel::table! {
    ledger_signer (id) {
        id -> BigInt,
        org -> BigInt,
        kid -> Text,
    }
}

diesel::table! {
    ledger_subtree (level, position) {
        level -> BigInt,
        position -> BigInt,
        hash -> Binary,
    }
}

diesel::table! {
    ledger_member (position, height) {
        height -> BigInt,
        position -> BigInt,
        row_text -> Text,
    }
}

diesel::table! {
    ledger_recall (code, height) {
        height -> BigInt,
        code -> Text,
        row_text -> Nullable<Text>,
    }
}

diesel::table! {
    ledger_proposal (proposal, height) {
        height -> BigInt,
        proposal -> Binary,
        row_text -> Nullable<Text>,
    }
}

diesel::table! {
    ledger_boundary (epoch) {
        epoch -> BigInt,
        checkpoint -> Text,
    }
}

diesel::table! {
    ledger_redaction (leaf) {
        leaf -> BigInt,
        height -> BigInt,
    }
}

diesel::table! {
    node_undecided (height, round, block_id) {
        height -> BigInt,
        round -> BigInt,
        valid_round -> BigInt,
        proposer -> Binary,
        block_id -> Binary,
        valid -> BigInt,
        mine -> BigInt,
    }
}

diesel::table! {
    node_cosignature (iss) {
        iss -> Text,
        size -> BigInt,
        root -> Binary,
        signatures -> Text,
    }
}

diesel::table! {
    node_vault (hash) {
        hash -> Binary,
        disclosures -> Text,
        erased -> Text,
        stored_ms -> BigInt,
    }
}

diesel::table! {
    node_orphan (hash) {
        hash -> Binary,
        stored_ms -> BigInt,
    }
}

diesel::table! {
    node_dropped (hash) {
        hash -> Binary,
        reason -> Text,
        dropped_ms -> BigInt,
    }
}

diesel::table! {
    node_redacted (leaf) {
        leaf -> BigInt,
        kept -> Nullable<Text>,
    }
}

diesel::table! {
    node_erased (hash) {
        hash -> Binary,
        erased_ms -> BigInt,
    }
}

diesel::table! {
    node_attachment (digest, leaf) {
        digest -> Binary,
        leaf -> Binary,
        length -> BigInt,
        concealed -> BigInt,
        stored_ms -> BigInt,
    }
}

diesel::table! {
    node_evidence (id) {
        id -> BigInt,
        height -> BigInt,
        encoded -> Binary,
    }
}

diesel::table! {
    read_cursor (id) {
        id -> BigInt,
        height -> BigInt,
        block -> Binary,
        version -> BigInt,
    }
}

diesel::table! {
    read_goods (id) {
        id -> BigInt,
        code -> Text,
        lot -> Nullable<Text>,
    }
}

diesel::table! {
    read_mention (goods, leaf, role) {
        goods -> BigInt,
        leaf -> BigInt,
        role -> BigInt,
        nth -> BigInt,
        turn -> BigInt,
    }
}

diesel::table! {
    read_speaker (goods, org) {
        goods -> BigInt,
        org -> Text,
        leaf -> BigInt,
        turns -> BigInt,
    }
}

diesel::table! {
    read_correction (target, leaf) {
        target -> BigInt,
        leaf -> BigInt,
    }
}

diesel::table! {
    read_event (leaf) {
        leaf -> BigInt,
        event_id -> Text,
        event_ms -> BigInt,
        org -> Text,
    }
}

diesel::table! {
    read_transformation (transformation, leaf) {
        transformation -> Text,
        leaf -> BigInt,
    }
}

diesel::table! {
    read_fact (leaf) {
        leaf -> BigInt,
        kind -> Text,
        subject -> Text,
        org -> Text,
        fact -> Text,
    }
}

diesel::table! {
    read_finding (id) {
        id -> BigInt,
        leaf -> BigInt,
        code -> Text,
        told -> Text,
    }
}

diesel::table! {
    read_word (word, goods) {
        word -> Text,
        goods -> BigInt,
    }
}

diesel::table! {
    read_lot (product, goods) {
        product -> BigInt,
        goods -> BigInt,
    }
}

diesel::table! {
    read_day (day, org, turn) {
        day -> Text,
        org -> Text,
        turn -> BigInt,
        goods -> BigInt,
        leaf -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    ledger_block,
    ledger_body,
    ledger_chunk,
    ledger_leaf,
    ledger_jti,
    ledger_org,
    ledger_signer,
    ledger_redaction,
    node_redacted,
);
diesel::allow_tables_to_appear_in_same_query!(read_goods, read_mention, read_event);
diesel::allow_tables_to_appear_in_same_query!(
    read_goods,
    read_word,
    read_lot,
    read_day,
    read_speaker,
);
