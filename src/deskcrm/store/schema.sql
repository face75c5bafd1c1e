CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE consent_now (
        "key" VARCHAR NOT NULL,
        contact INTEGER NOT NULL,
        record INTEGER NOT NULL,
        state VARCHAR NOT NULL,
        batch INTEGER NOT NULL,
        PRIMARY KEY ("key", contact, record)
    ) WITHOUT ROWID;
CREATE INDEX consent_now_contact ON consent_now (contact);
CREATE TABLE erased (
        hash VARCHAR NOT NULL,
        contact INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        PRIMARY KEY (hash)
    ) WITHOUT ROWID;
CREATE TABLE event (
        activity INTEGER NOT NULL,
        contact INTEGER NOT NULL,
        version INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        amount INTEGER,
        currency VARCHAR NOT NULL,
        status VARCHAR NOT NULL,
        sale BOOLEAN NOT NULL,
        PRIMARY KEY (activity)
    );
CREATE INDEX event_contact ON event (contact, at);
CREATE TABLE member (
        contact INTEGER NOT NULL,
        root INTEGER NOT NULL,
        PRIMARY KEY (contact)
    ) WITHOUT ROWID;
CREATE INDEX member_root ON member (root);
CREATE TABLE operation (
        id INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        params VARCHAR NOT NULL,
        images VARCHAR,
        undone_at VARCHAR,
        undone_turn INTEGER,
        PRIMARY KEY (id)
    );
CREATE TABLE point (
        "key" VARCHAR NOT NULL,
        contact INTEGER NOT NULL,
        PRIMARY KEY ("key", contact)
    ) WITHOUT ROWID;
CREATE INDEX point_contact ON point (contact);
CREATE TABLE profile (
        root INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        sort_name VARCHAR NOT NULL,
        given VARCHAR NOT NULL,
        family VARCHAR NOT NULL,
        organization VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        email VARCHAR NOT NULL,
        phone VARCHAR NOT NULL,
        city VARCHAR NOT NULL,
        country VARCHAR NOT NULL,
        birthday VARCHAR NOT NULL,
        stage VARCHAR NOT NULL,
        stage_since VARCHAR NOT NULL,
        tags VARCHAR NOT NULL,
        company INTEGER,
        orders INTEGER NOT NULL,
        value INTEGER NOT NULL,
        currency VARCHAR NOT NULL,
        activities INTEGER NOT NULL,
        first_at VARCHAR NOT NULL,
        last_at VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        removed BOOLEAN NOT NULL,
        search VARCHAR NOT NULL,
        PRIMARY KEY (root)
    );
CREATE INDEX profile_company ON profile (company);
CREATE INDEX profile_list ON profile (kind, removed, sort_name);
CREATE TABLE setting (
        "key" VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        PRIMARY KEY ("key")
    ) WITHOUT ROWID;
CREATE TABLE source (
        id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        trust INTEGER NOT NULL, rules VARCHAR DEFAULT '{}' NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (name)
    );
CREATE TABLE batch (
        id INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        source INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        file VARCHAR NOT NULL,
        sha256 VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        shape VARCHAR NOT NULL,
        signature VARCHAR NOT NULL,
        headers VARCHAR NOT NULL,
        mapping VARCHAR NOT NULL,
        options VARCHAR NOT NULL,
        counts VARCHAR NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id),
        FOREIGN KEY(source) REFERENCES source (id)
    );
CREATE INDEX batch_operation ON batch (operation);
CREATE TABLE consent (
        id INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        "key" VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id)
    );
CREATE INDEX consent_key ON consent ("key");
CREATE TABLE contact (
        id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        operation INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id)
    );
CREATE TABLE own_field (
        id INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        "key" VARCHAR NOT NULL,
        label VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        choices VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        deleted BOOLEAN NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id)
    );
CREATE TABLE saved_view (
        id INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        body VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        deleted BOOLEAN NOT NULL, keep_in_touch VARCHAR DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id)
    );
CREATE TABLE withdrawal (
        id INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        fact_table VARCHAR NOT NULL,
        fact INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id)
    );
CREATE INDEX withdrawal_fact ON withdrawal (fact_table, fact);
CREATE TABLE activity (
        id INTEGER NOT NULL,
        source INTEGER NOT NULL,
        "key" VARCHAR,
        operation INTEGER,
        contact INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(source) REFERENCES source (id),
        FOREIGN KEY(operation) REFERENCES operation (id),
        FOREIGN KEY(contact) REFERENCES contact (id)
    );
CREATE INDEX activity_contact ON activity (contact);
CREATE INDEX activity_key ON activity (source, "key");
CREATE TABLE edit (
        id INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        contact INTEGER NOT NULL,
        field VARCHAR NOT NULL,
        verb VARCHAR NOT NULL,
        value VARCHAR,
        old VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id),
        FOREIGN KEY(contact) REFERENCES contact (id)
    );
CREATE INDEX edit_contact ON edit (contact);
CREATE INDEX edit_operation ON edit (operation);
CREATE TABLE link (
        id INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        a INTEGER NOT NULL,
        b INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        role VARCHAR NOT NULL,
        since VARCHAR,
        until VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id),
        FOREIGN KEY(a) REFERENCES contact (id),
        FOREIGN KEY(b) REFERENCES contact (id)
    );
CREATE INDEX link_a ON link (a);
CREATE INDEX link_b ON link (b);
CREATE TABLE merge (
        id INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        survivor INTEGER NOT NULL,
        loser INTEGER NOT NULL,
        choices VARCHAR NOT NULL,
        score FLOAT,
        evidence VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id),
        FOREIGN KEY(survivor) REFERENCES contact (id),
        FOREIGN KEY(loser) REFERENCES contact (id)
    );
CREATE INDEX merge_loser ON merge (loser);
CREATE INDEX merge_survivor ON merge (survivor);
CREATE TABLE not_same (
        id INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        a INTEGER NOT NULL,
        b INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id),
        FOREIGN KEY(a) REFERENCES contact (id),
        FOREIGN KEY(b) REFERENCES contact (id)
    );
CREATE INDEX not_same_a ON not_same (a);
CREATE INDEX not_same_b ON not_same (b);
CREATE TABLE organization (
        name_key VARCHAR NOT NULL,
        contact INTEGER NOT NULL,
        PRIMARY KEY (name_key),
        FOREIGN KEY(contact) REFERENCES contact (id)
    ) WITHOUT ROWID;
CREATE INDEX organization_contact ON organization (contact);
CREATE TABLE record (
        id INTEGER NOT NULL,
        source INTEGER NOT NULL,
        "key" VARCHAR NOT NULL,
        given BOOLEAN NOT NULL,
        contact INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(source) REFERENCES source (id),
        FOREIGN KEY(contact) REFERENCES contact (id)
    );
CREATE INDEX record_contact ON record (contact);
CREATE INDEX record_key ON record (source, "key");
CREATE TABLE task (
        id INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        contact INTEGER,
        title VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        notes VARCHAR NOT NULL,
        priority INTEGER NOT NULL,
        due VARCHAR,
        remind_at VARCHAR,
        zone VARCHAR NOT NULL,
        repeat VARCHAR,
        done_at VARCHAR,
        outcome VARCHAR NOT NULL,
        deleted BOOLEAN NOT NULL, starts VARCHAR, slot VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id),
        FOREIGN KEY(contact) REFERENCES contact (id)
    );
CREATE INDEX task_contact ON task (contact);
CREATE INDEX task_due ON task (done_at, due);
CREATE TABLE activity_version (
        id INTEGER NOT NULL,
        activity INTEGER NOT NULL,
        batch INTEGER,
        operation INTEGER,
        digest INTEGER NOT NULL,
        data VARCHAR NOT NULL,
        raw VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(activity) REFERENCES activity (id),
        FOREIGN KEY(batch) REFERENCES batch (id),
        FOREIGN KEY(operation) REFERENCES operation (id)
    );
CREATE INDEX activity_version_activity ON activity_version (activity);
CREATE TABLE file (
        id INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        contact INTEGER,
        activity INTEGER,
        name VARCHAR NOT NULL,
        mime VARCHAR NOT NULL,
        sha256 VARCHAR NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id),
        FOREIGN KEY(contact) REFERENCES contact (id),
        FOREIGN KEY(activity) REFERENCES activity (id)
    );
CREATE INDEX file_contact ON file (contact);
CREATE TABLE placement (
        id INTEGER NOT NULL,
        operation INTEGER NOT NULL,
        record INTEGER NOT NULL,
        contact INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(operation) REFERENCES operation (id),
        FOREIGN KEY(record) REFERENCES record (id),
        FOREIGN KEY(contact) REFERENCES contact (id)
    );
CREATE INDEX placement_contact ON placement (contact);
CREATE INDEX placement_record ON placement (record);
CREATE TABLE version (
        id INTEGER NOT NULL,
        record INTEGER NOT NULL,
        batch INTEGER NOT NULL,
        digest INTEGER NOT NULL,
        data VARCHAR NOT NULL,
        raw VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(record) REFERENCES record (id),
        FOREIGN KEY(batch) REFERENCES batch (id)
    );
CREATE INDEX version_record ON version (record);
CREATE TABLE "row" (
        batch INTEGER NOT NULL,
        line INTEGER NOT NULL,
        record INTEGER,
        version INTEGER,
        activity INTEGER,
        activity_version INTEGER,
        problem VARCHAR,
        field VARCHAR,
        value VARCHAR,
        raw VARCHAR,
        PRIMARY KEY (batch, line),
        FOREIGN KEY(batch) REFERENCES batch (id),
        FOREIGN KEY(record) REFERENCES record (id),
        FOREIGN KEY(version) REFERENCES version (id),
        FOREIGN KEY(activity) REFERENCES activity (id),
        FOREIGN KEY(activity_version) REFERENCES activity_version (id)
    ) WITHOUT ROWID;
CREATE INDEX row_activity ON "row" (activity);
CREATE INDEX row_record ON "row" (record);
CREATE VIRTUAL TABLE finder USING fts5(
        search, content='profile', content_rowid='root', detail=none, prefix='1 2',
        tokenize='unicode61 remove_diacritics 0'
    );
CREATE TABLE shown (
        field VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        root INTEGER NOT NULL,
        value VARCHAR NOT NULL,
        number FLOAT,
        PRIMARY KEY (field, "key", root)
    ) WITHOUT ROWID;
CREATE INDEX shown_root ON shown (root, field);
CREATE INDEX activity_operation ON activity (operation) WHERE operation IS NOT NULL;
CREATE INDEX activity_version_operation ON activity_version (operation) WHERE operation IS NOT NULL;
CREATE INDEX task_operation ON task (operation);
CREATE INDEX merge_operation ON merge (operation);
CREATE INDEX withdrawal_operation ON withdrawal (operation);
CREATE INDEX edit_kept ON edit (field, contact) WHERE field IN ('keep_in_touch', 'anniversary');
CREATE TABLE match_book (
        kind VARCHAR NOT NULL,
        turn INTEGER NOT NULL,
        rules VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        last INTEGER NOT NULL,
        compared INTEGER NOT NULL,
        counted INTEGER NOT NULL,
        figures VARCHAR NOT NULL,
        left_out VARCHAR NOT NULL,
        PRIMARY KEY (kind)
    ) WITHOUT ROWID;
CREATE TABLE match_subject (
        root INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        digest VARCHAR NOT NULL,
        PRIMARY KEY (root),
        FOREIGN KEY(root) REFERENCES contact (id)
    ) WITHOUT ROWID;
CREATE TABLE match_pair (
        a INTEGER NOT NULL,
        b INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        score FLOAT NOT NULL,
        reasons VARCHAR NOT NULL,
        PRIMARY KEY (a, b),
        FOREIGN KEY(a) REFERENCES contact (id),
        FOREIGN KEY(b) REFERENCES contact (id)
    ) WITHOUT ROWID;
CREATE INDEX match_pair_b ON match_pair (b);
CREATE TABLE match_touched (
        root INTEGER NOT NULL,
        turn INTEGER NOT NULL,
        PRIMARY KEY (root)
    ) WITHOUT ROWID;
CREATE TABLE figure (
        root INTEGER NOT NULL,
        first_order VARCHAR NOT NULL,
        last_order VARCHAR NOT NULL,
        contacted_at VARCHAR NOT NULL,
        order_days INTEGER NOT NULL,
        gap FLOAT,
        average INTEGER NOT NULL,
        favourite VARCHAR NOT NULL,
        favourite_key VARCHAR NOT NULL,
        cohort VARCHAR NOT NULL,
        PRIMARY KEY (root),
        FOREIGN KEY(root) REFERENCES contact (id)
    ) WITHOUT ROWID;
CREATE TABLE turnover (
        root INTEGER NOT NULL,
        month VARCHAR NOT NULL,
        currency VARCHAR NOT NULL,
        orders INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        PRIMARY KEY (root, month, currency),
        FOREIGN KEY(root) REFERENCES contact (id)
    ) WITHOUT ROWID;
CREATE TABLE turnover_total (
        cohort VARCHAR NOT NULL,
        month VARCHAR NOT NULL,
        currency VARCHAR NOT NULL,
        customers INTEGER NOT NULL,
        orders INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        PRIMARY KEY (cohort, month, currency)
    ) WITHOUT ROWID;
CREATE TABLE stage_move (
        root INTEGER NOT NULL,
        position INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        stage VARCHAR NOT NULL,
        before VARCHAR NOT NULL,
        cause VARCHAR NOT NULL,
        days FLOAT,
        PRIMARY KEY (root, position),
        FOREIGN KEY(root) REFERENCES contact (id)
    ) WITHOUT ROWID;
CREATE TABLE stage_total (
        day VARCHAR NOT NULL,
        stage VARCHAR NOT NULL,
        before VARCHAR NOT NULL,
        people INTEGER NOT NULL,
        PRIMARY KEY (day, stage, before)
    ) WITHOUT ROWID;
CREATE TABLE figure_touched (
        root INTEGER NOT NULL,
        PRIMARY KEY (root)
    ) WITHOUT ROWID;
CREATE TABLE outlook (
        root INTEGER NOT NULL,
        recency INTEGER NOT NULL,
        frequency INTEGER NOT NULL,
        monetary INTEGER NOT NULL,
        worth INTEGER NOT NULL,
        segment VARCHAR NOT NULL,
        alive FLOAT,
        expected FLOAT,
        PRIMARY KEY (root),
        FOREIGN KEY(root) REFERENCES contact (id)
    ) WITHOUT ROWID;
CREATE TABLE reminder (
        task INTEGER NOT NULL,
        moment VARCHAR NOT NULL,
        begun_at VARCHAR NOT NULL,
        shown_at VARCHAR,
        again BOOLEAN NOT NULL,
        PRIMARY KEY (task, moment)
    ) WITHOUT ROWID;
CREATE INDEX file_activity ON file (activity) WHERE activity IS NOT NULL;
INSERT INTO source (id, name, trust) VALUES (1, 'You', 100);
