package dev.drover.app;

import java.util.List;
import java.util.Map;

/** What people write into the properties of routes, and what they are told. */
final class RouteMistakes {
    /** What each template must be given; {@code {n}} is another directory for each route. */
    static final Map<String, String> NEEDED = Map.ofEntries(
            Map.entry("archive-backup", "folders=store/a & target=partner/b & archive=a"),
            Map.entry("dead-letter-replay", ""),
            Map.entry("drop-to-remote", "folder=outbox/{n} & endpoint=partner"),
            Map.entry("endpoint-probe", "endpoint=partner"),
            Map.entry("expect-file", "place=store"),
            Map.entry("janitor", "places=store"),
            Map.entry("jms-requests", "queue=a"),
            Map.entry("mirror", "source=store/a & target=partner/a"),
            Map.entry("notify", "channel=log:x"),
            Map.entry("remote-to-folder", "endpoint=partner & directory={n} & folder=inbox/x"),
            Map.entry("remote-to-jms", "endpoint=partner & directory={n} & queue=q"),
            Map.entry("remote-to-remote", "from=partner & fromDirectory={n} & to=partner & toDirectory=z"),
            Map.entry("report-upload", "source=direct:report & endpoint=partner"));

    /** Template, what it is given besides, and what is said: parameter and the beginning of the sentence. */
    static final List<List<String>> REFUSED = List.of(
            List.of("drop-to-remote", "doneFile=${file:nam", "doneFile: \"${file:nam\" is no name of a done file"),
            List.of(
                    "drop-to-remote",
                    "doneFile=${file:onlyname}.ok",
                    "doneFile: \"${file:onlyname}.ok\" is no name of"),
            List.of("drop-to-remote", "doneFile=a/${file:name}", "doneFile: \"a/${file:name}\" is no name of a done"),
            List.of(
                    "drop-to-remote",
                    "fileName=${dat:now}",
                    "fileName: \"${dat:now}\" is not in Camel's simple language:"),
            List.of("drop-to-remote", "fileName=${file:name", "fileName: \"${file:name\" has a ${ without its }"),
            List.of(
                    "drop-to-remote",
                    "fileName=${date:now:QQ}",
                    "fileName: \"${date:now:QQ}\" has the date \"QQ\", which"),
            List.of("drop-to-remote", "fileName=${file:name}}", "fileName: \"${file:name}}\" has }}, which ends the"),
            List.of("drop-to-remote", "fileName=../${file:name}", "fileName: \"../${file:name}\" is no name of a file"),
            List.of(
                    "drop-to-remote",
                    "after=archive & archive=.d/${file:nam}",
                    "archive: \".d/${file:nam}\" is not in"),
            List.of("drop-to-remote", "errors=.e/${file:onlynam}", "errors: \".e/${file:onlynam}\" is not in Camel's"),
            List.of("drop-to-remote", "include=[a", "include: \"[a\" has a glob that is none: \"[a\" opens a bracket"),
            List.of("drop-to-remote", "exclude=a{b", "exclude: \"a{b\" has a glob that is none"),
            List.of(
                    "drop-to-remote",
                    "include={a,b}.csv",
                    "include: \"{a,b}.csv\" has a bracket or brace, which means"),
            List.of("drop-to-remote", "include=,", "include: \",\" has nothing between its commas"),
            List.of("drop-to-remote", "order=name", "order: \"name\" is no order of files, such as file:modified"),
            List.of(
                    "drop-to-remote",
                    "order=file:modifed",
                    "order: \"file:modifed\" is not in Camel's simple language:"),
            List.of("drop-to-remote", "poll=5", "poll: \"5\" has no unit; write 5s or 5ms"),
            List.of("drop-to-remote", "poll=0", "poll: \"0\" is no time longer than zero"),
            List.of("drop-to-remote", "settle=7", "settle: \"7\" has no unit; write 7s or 7ms"),
            List.of("drop-to-remote", "maxFiles=99999999999", "maxFiles: \"99999999999\" is no number from 0 to"),
            List.of(
                    "drop-to-remote",
                    "recursive=True",
                    "recursive: \"True\" is none of true, false; did you mean true?"),
            List.of("drop-to-remote", "Poll=5s", "Poll: is none of the route template drop-to-remote, which has"),
            List.of(
                    "drop-to-remote",
                    "cron=30 2 * * *",
                    "cron: \"30 2 * * *\" is no time of Quartz, which begins with"),
            List.of("drop-to-remote", "cron=0 30 2 * * *", "cron: \"0 30 2 * * *\" is no time of Quartz"),
            List.of(
                    "drop-to-remote",
                    "cron=0 0 3 * * ? & window=06:00-20:00",
                    "cron: \"0 0 3 * * ?\" never runs within window=06:00-20:00"),
            List.of(
                    "drop-to-remote",
                    "cron=0 0 3 ? * SAT & window=MON-FRI 02:00-04:00",
                    "cron: \"0 0 3 ? * SAT\" never runs within window=MON-FRI 02:00-04:00"),
            List.of(
                    "drop-to-remote",
                    "poll=5s & cron=0 0 3 * * ?",
                    "poll: \"5s\" says when to look, and so does cron="),
            List.of(
                    "drop-to-remote",
                    "archive=.done/x",
                    "archive: \".done/x\" is for files that are archived, and after="),
            List.of("drop-to-remote", "seen=seen", "seen: \"seen\" is for files that are kept, and after=delete keeps"),
            List.of(
                    "drop-to-remote",
                    "after=keep & seen=sen",
                    "seen: \"sen\" is no bean that remembers files; write seen"),
            List.of(
                    "drop-to-remote",
                    "notify=jsm:topic:x",
                    "notify: \"jsm:topic:x\" begins with jsm:, which Drover does"),
            List.of(
                    "drop-to-remote",
                    "notify=log:x?a=1",
                    "notify: \"log:x?a=1\" cannot be used: log: has no option a=1"),
            List.of(
                    "drop-to-remote",
                    "folder=partner/x",
                    "folder: \"partner/x\" is on a server; write a local endpoint"),
            List.of("drop-to-remote", "endpoint=partner/", "endpoint: \"partner/\" ends with a slash; leave it out"),
            List.of(
                    "drop-to-remote",
                    "endpoint=store & verify=checksum",
                    "verify: \"checksum\" compares with what lies on"),
            List.of("drop-to-remote", "directory=a/../b", "directory: \"a/../b\" is no directory below the root"),
            List.of(
                    "drop-to-remote",
                    "ifExists=overwite",
                    "ifExists: \"overwite\" is none of fail, overwrite, skip; did"),
            List.of("drop-to-remote", "timezone=europe/berlin", "timezone: \"europe/berlin\" is no time zone, such as"),
            List.of("drop-to-remote", "done-file=x & doneFile=y", "doneFile: is given twice, with and without dashes"),
            List.of("remote-to-folder", "folder=partner", "folder: \"partner\" is on a server; write a local endpoint"),
            List.of(
                    "remote-to-jms",
                    "spool=partner",
                    "spool: \"partner\" is on a server; write an endpoint of kind local"),
            List.of("remote-to-jms", "spoolDirectory=../x", "spoolDirectory: \"../x\" is no directory below the root"),
            List.of("remote-to-jms", "queue=a b", "queue: \"a b\" is no name for a queue or topic"),
            List.of("remote-to-jms", "headers=a=${date:now:QQ}", "headers: \"a=${date:now:QQ}\" has the date \"QQ\""),
            List.of("remote-to-remote", "spool=memory", "spool: \"memory\" is none of disk, stream"),
            List.of("jms-requests", "consumers=100000", "consumers: \"100000\" is no number from 1 to 1000"),
            List.of("jms-requests", "work=dig", "work: \"dig\" is none of handle, cancel, bury"),
            List.of(
                    "mirror",
                    "delete=never & deleteOlder=7d",
                    "deleteOlder: \"7d\" is about what is deleted, and delete="),
            List.of(
                    "mirror",
                    "deleteOlder=7d",
                    "deleteOlder: \"7d\" is about what is deleted, and delete=false deletes"),
            List.of(
                    "mirror",
                    "delete=after 7d & deleteOlder=8d",
                    "deleteOlder: \"8d\" and delete=after 7d say the same"),
            List.of("mirror", "delete=true & maxDelete=1,2,3", "maxDelete: \"1,2,3\" is no limit for deletions"),
            List.of("mirror", "delete=true & maxDelete=1%,2%", "maxDelete: \"1%,2%\" is no limit for deletions"),
            List.of(
                    "mirror",
                    "direction=both & delete=after 7d",
                    "delete: \"after 7d\" is for a mirror that goes one way"),
            List.of("mirror", "direction=both & delete=never", "delete: \"never\" is for a mirror that goes one way"),
            List.of(
                    "mirror",
                    "direction=both & deleteOlder=7d",
                    "deleteOlder: \"7d\" is for a mirror that goes one way"),
            List.of("mirror", "direction=forward & state=x", "state: \"x\" is for a mirror that goes both ways, and"),
            List.of("mirror", "every=5m & cron=0 0 3 * * ?", "every: \"5m\" says when to run, and so does cron=0 0 3"),
            List.of("mirror", "parallel=1000000", "parallel: \"1000000\" is no number from 1 to 1000"),
            List.of("archive-backup", "partSize=3", "partSize: \"3\" is no number of bytes from 64K"),
            List.of("archive-backup", "pattern={name}", "pattern: \"{name}\" is no pattern of names: "),
            List.of(
                    "archive-backup",
                    "archive=a/b",
                    "archive: \"a/b\" is nothing that the name of a file may begin with"),
            List.of(
                    "archive-backup",
                    "folders=store/a,partner",
                    "folders: \"store/a,partner\" has a directory that is on"),
            List.of(
                    "archive-backup",
                    "target=store",
                    "target: \"store\" is here; the archives of a backup go to a server"),
            List.of("archive-backup", "maxAge=90", "maxAge: \"90\" has no unit; write 90h or 90d"),
            List.of(
                    "archive-backup",
                    "every=1h",
                    "every: \"1h\" has no effect, since cron is 0 0 2 * * ? when it is not"),
            List.of("report-upload", "source=sql:select 1", "source: \"sql:select 1\" cannot be used: "),
            List.of("report-upload", "events=drover.events", "events: \"drover.events\" is no URI of Camel"),
            List.of(
                    "report-upload",
                    "expectBy=06:00",
                    "expectBy: \"06:00\" leaves no time after the first run of the day"),
            List.of(
                    "report-upload",
                    "expectBy=07:00 & cron=0 0 6 ? * MON-FRI & days=MON-SAT",
                    "days: \"MON-SAT\" expects a report on SAT, when cron=0 0 6 ? * MON-FRI never runs; write days=MON-FRI"),
            List.of("expect-file", "by=07:00 & every=5m", "by: \"07:00\" says when to run, and so does every=5m; give"),
            List.of(
                    "expect-file",
                    "cron=0 0 7 ? * SAT & days=MON-FRI",
                    "cron: \"0 0 7 ? * SAT\" never runs on days=MON-FRI"),
            List.of(
                    "endpoint-probe",
                    "endpoint=partner/x",
                    "endpoint: \"partner/x\" is more than an endpoint; write its"),
            List.of("endpoint-probe", "write=../x", "write: \"../x\" is no directory below the root of the endpoint"),
            List.of("dead-letter-replay", "classes=local", "classes: \"local\" is none of TRANSIENT_NETWORK, "),
            List.of(
                    "dead-letter-replay",
                    "controlQueue=drover.dead",
                    "controlQueue: \"drover.dead\" is where the dead letters are, too"),
            List.of(
                    "janitor",
                    "places=one,store,two",
                    "places: \"one,store,two\" is no place: There is no endpoint \"one\"; it is not in the configuration;"
                            + " and is no place: There is no endpoint \"two\""),
            List.of("janitor", "places=,", "places: \",\" has nothing between its commas"),
            List.of("notify", "types=[x", "types: \"[x\" has a glob that is none"),
            List.of("notify", "subjects={x", "subjects: \"{x\" has a glob that is none"),
            List.of("notify", "text=${header.x", "text: \"${header.x\" has a ${ without its }"),
            List.of("notify", "channel=smtp", "channel: \"smtp\" is no URI of Camel"),
            List.of("notify", "channel=jms-now:queue:", "channel: \"jms-now:queue:\" is no URI of Camel"),
            List.of("notify", "topic=a b", "topic: \"a b\" is no name for a queue or topic"));

    static final List<List<String>> ODD = List.of(
            List.of("drop-to-remote", "poll=", "poll: has no value, and counts as not given"),
            List.of("drop-to-remote", "fileName=a.txt", "fileName: \"a.txt\" gives all files the same name"),
            List.of(
                    "drop-to-remote",
                    "poll=24h & window=06:00-07:00",
                    "poll: \"24h\" is longer than window=06:00-07:00"),
            List.of(
                    "drop-to-remote",
                    "timezone=Europe/Berlin",
                    "timezone: \"Europe/Berlin\" has no effect, since no time"),
            List.of(
                    "drop-to-remote",
                    "cron=0 30 2 * * ? & timezone=Europe/Berlin",
                    "cron: \"0 30 2 * * ?\" is a time that the clocks in Europe/Berlin leap over on 20"),
            List.of("remote-to-jms", "charset=UTF-16", "charset: \"UTF-16\" has no effect with body=reference"),
            List.of("remote-to-jms", "maxBodySize=10", "maxBodySize: \"10\" has no effect with body=reference"),
            List.of(
                    "notify",
                    "types=file.* & channel=drover:store/notices",
                    "channel: \"drover:store/notices\" makes a file of each file.moved"),
            List.of("jms-requests", "mainQueue=x", "mainQueue: \"x\" has no effect with work=handle"),
            List.of("mirror", "maxDelete=10", "maxDelete: \"10\" has no effect, since delete=false deletes nothing"),
            List.of(
                    "mirror",
                    "cron=0 0 3 * * ? & first=5s",
                    "first: \"5s\" has no effect, since the route runs at times"),
            List.of("report-upload", "expectBy=07:00 & cron=0 0 6 1 * ?", "expectBy: \"07:00\" comes on 20"),
            List.of("report-upload", "days=MON-FRI", "days: \"MON-FRI\" has no effect without expectBy"),
            List.of("dead-letter-replay", "rate=30", "rate: \"30\" is for a minute, but a run ends after so many"),
            List.of(
                    "dead-letter-replay",
                    "rate=200 & every=1m",
                    "rate: \"200\" is more than a run replays, which is max=100"),
            List.of("janitor", "maxDelete=0", "maxDelete: \"0\" lets no run delete anything"));

    /** What only looks like a mistake: it is neither refused nor warned of. */
    static final List<List<String>> RIGHT = List.of(
            List.of("drop-to-remote", "settle=0", ""),
            List.of("drop-to-remote", "doneFile=${file:name.noext}.ok", ""),
            List.of("drop-to-remote", "order=reverse:file:modified;file:name", ""),
            List.of("drop-to-remote", "fileName=${date:now:yyyyMMdd}-${file:onlyname}", ""),
            List.of("drop-to-remote", "directory=a b/ü", ""),
            List.of("drop-to-remote", "fileName={${file:onlyname}.x}", ""),
            List.of("drop-to-remote", "cron=0 0 3 ? * FRI & window=SAT 01:00-02:00,MON-FRI 02:00-04:00", ""),
            List.of("drop-to-remote", "cron=0 0 * * * ? & timezone=Europe/Berlin", ""),
            List.of("archive-backup", "partSize=64K", ""),
            List.of("mirror", "delete=true & maxDelete=10%,5", ""),
            List.of("report-upload", "expectBy=07:00 & cron=0 0 6 ? * MON-FRI & days=MON-FRI", ""),
            List.of("report-upload", "expectBy=07:00 & cron=none & every=1h", ""),
            List.of("expect-file", "cron=0 0 7 ? * SAT & days=SAT-SUN", ""),
            List.of("expect-file", "cron=none & every=5m", ""),
            List.of("dead-letter-replay", "rate=30 & every=1m", ""));

    private RouteMistakes() {}
}
