BEGIN TRANSACTION;
CREATE TABLE articles (
	article_id VARCHAR NOT NULL, 
	source TEXT NOT NULL, 
	source_id TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (article_id)
);
INSERT INTO "articles" VALUES('nzyky9d2','栖江日报','1','live',1);
INSERT INTO "articles" VALUES('9w4y7cev','栖江日报','2','live',1);
INSERT INTO "articles" VALUES('xjstfvju','栖江日报','3','removed',2);
CREATE TABLE copies (
	article_id VARCHAR NOT NULL, 
	copy_id VARCHAR NOT NULL, 
	PRIMARY KEY (article_id, copy_id), 
	FOREIGN KEY(article_id) REFERENCES articles (article_id), 
	FOREIGN KEY(copy_id) REFERENCES articles (article_id)
)
 WITHOUT ROWID

;
INSERT INTO "copies" VALUES('9w4y7cev','xjstfvju');
INSERT INTO "copies" VALUES('xjstfvju','9w4y7cev');
CREATE TABLE copy_bands (
	"key" BIGINT NOT NULL, 
	article_id VARCHAR NOT NULL, 
	PRIMARY KEY ("key", article_id), 
	FOREIGN KEY(article_id) REFERENCES articles (article_id)
)
 WITHOUT ROWID

;
INSERT INTO "copy_bands" VALUES(-8984135689648039701,'9w4y7cev');
INSERT INTO "copy_bands" VALUES(-8803745393537303286,'nzyky9d2');
INSERT INTO "copy_bands" VALUES(-8977563049013716871,'xjstfvju');
CREATE TABLE corrections (
	article_id VARCHAR NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	headline TEXT NOT NULL, 
	date DATE, 
	wrong TEXT NOT NULL, 
	PRIMARY KEY (article_id, start), 
	FOREIGN KEY(article_id) REFERENCES articles (article_id)
);
INSERT INTO "corrections" VALUES('9w4y7cev',0,38,'栖江大桥限行','2024-03-18','3月20日');
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','1');
INSERT INTO "meta" VALUES('changes','7');
CREATE TABLE passage_days (
	passage_id INTEGER NOT NULL, 
	start DATE NOT NULL, 
	"end" DATE NOT NULL, 
	PRIMARY KEY (passage_id, start, "end"), 
	FOREIGN KEY(passage_id) REFERENCES passages (passage_id) ON DELETE CASCADE
);
INSERT INTO "passage_days" VALUES(1,'2024-03-20','2024-03-20');
INSERT INTO "passage_days" VALUES(3,'2024-03-18','2024-03-18');
INSERT INTO "passage_days" VALUES(3,'2024-03-20','2024-03-20');
INSERT INTO "passage_days" VALUES(3,'2024-03-21','2024-03-21');
INSERT INTO "passage_days" VALUES(4,'2024-03-23','2024-03-23');
INSERT INTO "passage_days" VALUES(5,'2024-03-23','2024-03-23');
CREATE TABLE passage_terms (
	passage_id INTEGER NOT NULL, 
	start DATE NOT NULL, 
	"end" DATE NOT NULL, 
	PRIMARY KEY (passage_id, start, "end"), 
	FOREIGN KEY(passage_id) REFERENCES passages (passage_id) ON DELETE CASCADE
);
INSERT INTO "passage_terms" VALUES(1,'2024-03-20','9999-12-31');
CREATE TABLE passages (
	passage_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	article_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	vector BLOB NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	dtype VARCHAR NOT NULL, 
	live BOOLEAN NOT NULL, 
	"indexed" BOOLEAN NOT NULL, 
	FOREIGN KEY(article_id) REFERENCES articles (article_id)
);
INSERT INTO "passages" VALUES(1,'nzyky9d2',1,0,13,X'973A0EB81B314D32','a model','float32',1,0);
INSERT INTO "passages" VALUES(2,'nzyky9d2',1,13,22,X'BBBBBA286AB3A0AE','a model','float32',1,0);
INSERT INTO "passages" VALUES(3,'9w4y7cev',1,0,38,X'3E37CA35FEB1593A','a model','float32',1,0);
INSERT INTO "passages" VALUES(4,'xjstfvju',1,0,5,X'692B4534A23BF1AF','a model','float32',0,0);
INSERT INTO "passages" VALUES(5,'xjstfvju',2,0,6,X'2FAE0C3AE0349238','a model','float32',0,0);
CREATE TABLE sources (
	sha256 VARCHAR NOT NULL, 
	name TEXT NOT NULL, 
	encoding VARCHAR NOT NULL, 
	added_at DATETIME NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "sources" VALUES('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','export.jsonl','utf-8','2026-11-26 03:24:53.845471');
CREATE TABLE versions (
	article_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	headline TEXT NOT NULL, 
	subheadline TEXT NOT NULL, 
	"column" TEXT NOT NULL, 
	byline TEXT NOT NULL, 
	date DATE, 
	paper TEXT NOT NULL, 
	page TEXT NOT NULL, 
	section TEXT NOT NULL, 
	url TEXT NOT NULL, 
	lang TEXT NOT NULL, 
	source_sha256 VARCHAR NOT NULL, 
	paragraphs TEXT NOT NULL, 
	added_at DATETIME NOT NULL, 
	PRIMARY KEY (article_id, version), 
	FOREIGN KEY(article_id) REFERENCES articles (article_id), 
	FOREIGN KEY(source_sha256) REFERENCES sources (sha256)
);
INSERT INTO "versions" VALUES('nzyky9d2',1,'栖江大桥3月20日起限行。绕行路线另行公布。','栖江大桥限行','','','林晓','2024-03-18','栖江日报','A02','','','','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','[]','2026-11-26 03:24:53.847927');
INSERT INTO "versions" VALUES('9w4y7cev',1,'本报3月18日《栖江大桥限行》一文中“3月20日”有误，应为“3月21日”。','更正','','','','2024-03-19','','','','','','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','[]','2026-11-26 03:24:53.924595');
INSERT INTO "versions" VALUES('xjstfvju',1,'周六有雨。','天气','','','','2024-03-18','','','','','','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','[]','2026-11-26 03:24:53.936894');
INSERT INTO "versions" VALUES('xjstfvju',2,'周六有小雨。','天气','','','','2024-03-18','','','','','','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','[]','2026-11-26 03:24:53.951864');
CREATE UNIQUE INDEX one_article_a_source_id ON articles (source, source_id) WHERE source_id != '';
CREATE INDEX versions_by_source_file ON versions (source_sha256);
CREATE INDEX versions_by_date ON versions (date);
CREATE INDEX passages_of_article ON passages (article_id, version);
CREATE INDEX passages_let_go ON passages (article_id) WHERE live = 0 AND "indexed" = 0;
CREATE INDEX passages_to_index ON passages (passage_id) WHERE live != "indexed";
CREATE INDEX copy_bands_of_article ON copy_bands (article_id);
CREATE INDEX corrections_by_day ON corrections (date);
CREATE TRIGGER passage_added AFTER INSERT ON passages WHEN new.live BEGIN INSERT INTO meta VALUES ('changes', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1; END;
CREATE TRIGGER passage_turned AFTER UPDATE OF live ON passages WHEN new.live <> old.live BEGIN INSERT INTO meta VALUES ('changes', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1; END;
CREATE TRIGGER passage_deleted AFTER DELETE ON passages WHEN old.live BEGIN INSERT INTO meta VALUES ('changes', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1; END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('passages',5);
COMMIT;
