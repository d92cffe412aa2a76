BEGIN TRANSACTION;
CREATE TABLE answers (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	answer_id VARCHAR NOT NULL, 
	given_at DATETIME NOT NULL, 
	question TEXT NOT NULL, 
	today DATE NOT NULL, 
	status VARCHAR NOT NULL, 
	answer TEXT NOT NULL, 
	found TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	to_judge INTEGER NOT NULL, 
	unjudged INTEGER NOT NULL, 
	last_report INTEGER, 
	UNIQUE (answer_id)
);
INSERT INTO "answers" VALUES(1,'answer1','2024-03-20 08:30:00.000000','救援队去年开展了多少次救援行动？','2024-03-20','answered','{"answer_id":"answer1","question":"救援队去年开展了多少次救援行动？","status":"answered","confidence":0.91,"text":"走访了救援队。共开展行动128次。","statements":[{"text":"走访了救援队。","kind":"quoted","citations":[1]},{"text":"共开展行动128次。","kind":"quoted","citations":[2]}],"citations":[{"n":1,"article_id":"article1","version":1,"source_id":"","field":"text","quote":"走访了救援队。","start":0,"end":7,"headline":"市应急管理局走访社会应急救援队","paper":"永康日报","date":"2024-03-18","page":"2","byline":"胡美樱子","url":"","copies":[]},{"n":2,"article_id":"article2","version":1,"source_id":"","field":"text","quote":"共开展行动128次。","start":0,"end":10,"headline":"市应急管理局走访社会应急救援队","paper":"永康日报","date":"2024-03-18","page":"2","byline":"胡美樱子","url":"","copies":[]}],"nearest":[],"understood":{"question":"救援队2023年开展了多少次救援行动？","period":"2023","author":"","place":"","section":""},"timings_ms":{"total":12.5}}','[{"rank":1,"score":1.0,"article_id":"article1","version":1,"source_id":"","headline":"","date":null,"text":"第1段","start":0,"end":3},{"rank":2,"score":0.5,"article_id":"article2","version":1,"source_id":"","headline":"","date":null,"text":"第2段","start":0,"end":3},{"rank":3,"score":0.3333333333333333,"article_id":"article3","version":1,"source_id":"","headline":"","date":null,"text":"第3段","start":0,"end":3},{"rank":4,"score":0.25,"article_id":"article4","version":1,"source_id":"","headline":"","date":null,"text":"第4段","start":0,"end":3},{"rank":5,"score":0.2,"article_id":"article5","version":1,"source_id":"","headline":"","date":null,"text":"第5段","start":0,"end":3},{"rank":6,"score":0.16666666666666666,"article_id":"article6","version":1,"source_id":"","headline":"","date":null,"text":"第6段","start":0,"end":3},{"rank":7,"score":0.14285714285714285,"article_id":"article7","version":1,"source_id":"","headline":"","date":null,"text":"第7段","start":0,"end":3},{"rank":8,"score":0.125,"article_id":"article8","version":1,"source_id":"","headline":"","date":null,"text":"第8段","start":0,"end":3},{"rank":9,"score":0.1111111111111111,"article_id":"article9","version":1,"source_id":"","headline":"","date":null,"text":"第9段","start":0,"end":3},{"rank":10,"score":0.1,"article_id":"article10","version":1,"source_id":"","headline":"","date":null,"text":"第10段","start":0,"end":3}]','e5|reader:none',2,1,3);
INSERT INTO "answers" VALUES(2,'answer2','2024-03-20 08:30:00.000000','方岩门票多少钱？','2024-03-20','not_reported','{"answer_id":"answer2","question":"方岩门票多少钱？","status":"not_reported","confidence":0.12,"text":"收录的报道里没有答案。","statements":[],"citations":[],"nearest":[],"understood":{"question":"方岩门票多少钱？","period":"","author":"","place":"","section":""},"timings_ms":{}}','[{"rank":1,"score":1.0,"article_id":"article1","version":1,"source_id":"","headline":"","date":null,"text":"第1段","start":0,"end":3},{"rank":2,"score":0.5,"article_id":"article2","version":1,"source_id":"","headline":"","date":null,"text":"第2段","start":0,"end":3},{"rank":3,"score":0.3333333333333333,"article_id":"article3","version":1,"source_id":"","headline":"","date":null,"text":"第3段","start":0,"end":3},{"rank":4,"score":0.25,"article_id":"article4","version":1,"source_id":"","headline":"","date":null,"text":"第4段","start":0,"end":3},{"rank":5,"score":0.2,"article_id":"article5","version":1,"source_id":"","headline":"","date":null,"text":"第5段","start":0,"end":3},{"rank":6,"score":0.16666666666666666,"article_id":"article6","version":1,"source_id":"","headline":"","date":null,"text":"第6段","start":0,"end":3},{"rank":7,"score":0.14285714285714285,"article_id":"article7","version":1,"source_id":"","headline":"","date":null,"text":"第7段","start":0,"end":3},{"rank":8,"score":0.125,"article_id":"article8","version":1,"source_id":"","headline":"","date":null,"text":"第8段","start":0,"end":3},{"rank":9,"score":0.1111111111111111,"article_id":"article9","version":1,"source_id":"","headline":"","date":null,"text":"第9段","start":0,"end":3},{"rank":10,"score":0.1,"article_id":"article10","version":1,"source_id":"","headline":"","date":null,"text":"第10段","start":0,"end":3}]','e5|reader:none',1,1,2);
INSERT INTO "answers" VALUES(3,'answer3','2024-03-20 08:30:00.000000','方岩门票多少钱？','2024-03-20','not_reported','{"answer_id":"answer3","question":"方岩门票多少钱？","status":"not_reported","confidence":0.12,"text":"收录的报道里没有答案。","statements":[],"citations":[],"nearest":[],"understood":{"question":"方岩门票多少钱？","period":"","author":"","place":"","section":""},"timings_ms":{}}','[{"rank":1,"score":1.0,"article_id":"article1","version":1,"source_id":"","headline":"","date":null,"text":"第1段","start":0,"end":3},{"rank":2,"score":0.5,"article_id":"article2","version":1,"source_id":"","headline":"","date":null,"text":"第2段","start":0,"end":3},{"rank":3,"score":0.3333333333333333,"article_id":"article3","version":1,"source_id":"","headline":"","date":null,"text":"第3段","start":0,"end":3},{"rank":4,"score":0.25,"article_id":"article4","version":1,"source_id":"","headline":"","date":null,"text":"第4段","start":0,"end":3},{"rank":5,"score":0.2,"article_id":"article5","version":1,"source_id":"","headline":"","date":null,"text":"第5段","start":0,"end":3},{"rank":6,"score":0.16666666666666666,"article_id":"article6","version":1,"source_id":"","headline":"","date":null,"text":"第6段","start":0,"end":3},{"rank":7,"score":0.14285714285714285,"article_id":"article7","version":1,"source_id":"","headline":"","date":null,"text":"第7段","start":0,"end":3},{"rank":8,"score":0.125,"article_id":"article8","version":1,"source_id":"","headline":"","date":null,"text":"第8段","start":0,"end":3},{"rank":9,"score":0.1111111111111111,"article_id":"article9","version":1,"source_id":"","headline":"","date":null,"text":"第9段","start":0,"end":3},{"rank":10,"score":0.1,"article_id":"article10","version":1,"source_id":"","headline":"","date":null,"text":"第10段","start":0,"end":3}]','e5|reader:none',1,0,NULL);
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','1');
CREATE TABLE reports (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	answer_id VARCHAR NOT NULL, 
	reported_at DATETIME NOT NULL, 
	reason TEXT NOT NULL, 
	FOREIGN KEY(answer_id) REFERENCES answers (answer_id) ON DELETE CASCADE
);
INSERT INTO "reports" VALUES(1,'answer1','2024-03-20 08:30:00.000000','数字不对');
INSERT INTO "reports" VALUES(2,'answer2','2024-03-20 08:30:00.000000','登过的');
INSERT INTO "reports" VALUES(3,'answer1','2024-03-20 08:30:00.000000','日期也不对');
CREATE TABLE verdicts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	answer_id VARCHAR NOT NULL, 
	statement INTEGER, 
	verdict VARCHAR NOT NULL, 
	name TEXT NOT NULL, 
	note TEXT NOT NULL, 
	judged_at DATETIME NOT NULL, 
	FOREIGN KEY(answer_id) REFERENCES answers (answer_id) ON DELETE CASCADE
);
INSERT INTO "verdicts" VALUES(1,'answer1',0,'right','李敏','','2024-03-20 08:30:00.000000');
INSERT INTO "verdicts" VALUES(2,'answer1',0,'wrong_source','李敏','看第二版','2024-03-20 08:30:00.000000');
INSERT INTO "verdicts" VALUES(3,'answer3',NULL,'right','李敏','','2024-03-20 08:30:00.000000');
CREATE INDEX answers_reported ON answers (last_report) WHERE last_report IS NOT NULL;
CREATE INDEX answers_by_time ON answers (given_at);
CREATE INDEX answers_declined ON answers (seq) WHERE status = 'not_reported';
CREATE INDEX answers_unchecked ON answers (seq) WHERE unjudged > 0;
CREATE INDEX ix_reports_answer_id ON reports (answer_id);
CREATE INDEX ix_verdicts_answer_id ON verdicts (answer_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('answers',3);
INSERT INTO "sqlite_sequence" VALUES('reports',3);
INSERT INTO "sqlite_sequence" VALUES('verdicts',3);
COMMIT;
