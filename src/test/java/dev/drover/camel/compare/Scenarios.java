package dev.drover.camel.compare;

import dev.drover.camel.compare.Scenario.Send;
import java.util.ArrayList;
import java.util.List;

/** What is compared. A behaviour that is better here than there is not among them; it has a test of its own. */
final class Scenarios {
    private static final Send NEW = new Send("a.txt", "new content");

    private Scenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        all.addAll(afterwards());
        all.addAll(filters());
        all.addAll(ways());
        all.addAll(uploads());
        all.addAll(existing());
        all.addAll(combinations());
        all.addAll(links());
        return all;
    }

    private static List<Scenario> links() {
        return List.of(
                Scenario.consumes("link-noop", "noop=true").with("link.txt -> a.txt", ""),
                Scenario.consumes("link-delete", "delete=true").with("link.txt -> a.txt", ""),
                Scenario.consumes("link-move", "move=.done").with("link.txt -> a.txt", ""),
                Scenario.consumes("link-directory", "noop=true&recursive=true").with("other -> sub", ""),
                Scenario.consumes("link-nowhere", "noop=true").with("lost.txt -> nowhere.txt", ""),
                Scenario.sends("link-replaced", "tempPrefix=wip-", NEW)
                        .with("other.txt", "old")
                        .with("a.txt -> other.txt", ""));
    }

    private static List<Scenario> afterwards() {
        return List.of(
                Scenario.consumes("delete", "delete=true"),
                Scenario.consumes("delete-all", "delete=true&recursive=true"),
                Scenario.consumes("move", "move=.done"),
                Scenario.consumes("move-all", "move=.done&recursive=true"),
                Scenario.consumes("move-expression", "move=.done/${file:name.noext}-done.${file:ext}"),
                Scenario.consumes("move-prefix", "move=.old-${file:onlyname}"),
                Scenario.consumes("move-up", "move=../moved-up-done"),
                Scenario.consumes("move-absolute", "move=/moved-absolute/done&recursive=true"),
                Scenario.consumes("move-onto", "move=.done").with(".done/a.txt", "old"),
                Scenario.consumes("pre-move-delete", "preMove=.work&delete=true"),
                Scenario.consumes("pre-move-move", "preMove=.work/${file:name}&move=.done"),
                Scenario.consumes("pre-move-noop", "preMove=.work&noop=true"),
                Scenario.consumes("move-failed", "moveFailed=.failed&delete=true")
                        .with("bad.txt", "fail"),
                Scenario.consumes("move-failed-move", "moveFailed=.failed/${file:name}.bad&move=.done")
                        .with("bad.txt", "fail"),
                Scenario.consumes("failed-stays", "move=.done").with("bad.txt", "fail"),
                Scenario.consumes("noop", "noop=true"),
                Scenario.consumes("noop-all", "noop=true&recursive=true"),
                Scenario.consumes("noop-again", "noop=true&idempotent=false"),
                Scenario.consumes("idempotent-key", "noop=true&idempotentKey=${file:name}-${file:size}"),
                Scenario.consumes("idempotent-late", "noop=true&idempotentEager=false"),
                Scenario.consumes("read-lock-rename", "readLock=rename&delete=true"),
                Scenario.consumes("done-file", "doneFileName=done&delete=true").with("done", ""),
                Scenario.consumes("done-file-missing", "doneFileName=done&delete=true"),
                Scenario.consumes("done-file-each", "doneFileName=${file:name}.done&delete=true")
                        .with("a.txt.done", ""),
                Scenario.consumes("done-file-noext", "doneFileName=${file:name.noext}.ok&move=.done")
                        .with("a.ok", ""),
                Scenario.consumes("done-file-prefix", "doneFileName=ready-${file:name}&noop=true")
                        .with("ready-b.csv", ""));
    }

    private static List<Scenario> filters() {
        return List.of(
                Scenario.consumes("include", "noop=true&include=.*txt"),
                Scenario.consumes("exclude", "noop=true&exclude=.*txt"),
                Scenario.consumes("include-ext", "noop=true&includeExt=csv,txt"),
                Scenario.consumes("exclude-ext", "noop=true&excludeExt=txt"),
                Scenario.consumes("ant-include", "noop=true&recursive=true&antInclude=sub/*.txt"),
                Scenario.consumes("ant-exclude", "noop=true&recursive=true&antExclude=**/deep/*,*.csv"),
                Scenario.consumes("ant-any-case", "noop=true&antInclude=*.txt&antFilterCaseSensitive=false"),
                Scenario.consumes("filter-file", "noop=true&recursive=true&filterFile=${file:size} > 5"),
                Scenario.consumes(
                        "filter-directory", "noop=true&recursive=true&filterDirectory=${file:onlyname} != 'deep'"),
                Scenario.consumes("min-depth", "noop=true&recursive=true&minDepth=2"),
                Scenario.consumes("max-depth", "noop=true&recursive=true&maxDepth=2"),
                Scenario.consumes("file-name", "noop=true&fileName=b.csv"),
                Scenario.consumes("flatten", "noop=true&recursive=true&flatten=true"),
                Scenario.consumes("sort-name", "noop=true&sortBy=file:name"),
                Scenario.consumes("sort-reverse", "noop=true&sortBy=reverse:file:name"),
                Scenario.consumes("sort-any-case", "noop=true&sortBy=ignoreCase:file:name"),
                Scenario.consumes("sort-nested", "noop=true&sortBy=file:ext;reverse:file:name"),
                Scenario.consumes("pre-sort", "noop=true&preSort=true"),
                Scenario.consumes(
                        "limit", "delete=true&maxMessagesPerPoll=1&sortBy=file:name&eagerMaxMessagesPerPoll=false"));
    }

    private static List<Scenario> ways() {
        return List.of(
                Scenario.consumes("stepwise", "delete=true&recursive=true&stepwise=true"),
                Scenario.consumes("not-stepwise", "delete=true&recursive=true&stepwise=false"),
                Scenario.consumes("stepwise-move", "move=.done&recursive=true&stepwise=true"),
                Scenario.consumes("not-stepwise-move", "move=.done&recursive=true&stepwise=false"),
                Scenario.consumes("no-download", "noop=true&download=false"),
                Scenario.consumes("stream", "delete=true&streamDownload=true&stepwise=false"),
                Scenario.consumes("work", "delete=true&recursive=true&localWorkDirectory={work}"),
                Scenario.consumes(
                        "no-list", "delete=true&useList=false&fileName=a.txt&ignoreFileNotFoundOrPermissionError=true"),
                Scenario.consumes("charset", "noop=true&charset=UTF-8").with("ü.txt", "Grüße"),
                Scenario.consumes("text", "noop=true&binary=false").alone().with("lines.txt", "one\ntwo\n"),
                Scenario.consumes("names", "move=.done")
                        .alone()
                        .with("with space.txt", "1")
                        .with("日本語.txt", "2")
                        .with("a#b+c%20.txt", "3"),
                Scenario.consumes("nothing", "noop=true&sendEmptyMessageWhenIdle=true")
                        .alone(),
                Scenario.consumes("no-auto-create", "noop=true&autoCreate=false"),
                Scenario.consumes("disconnect", "delete=true&disconnect=true"),
                Scenario.consumes("clash", "noop=true").alone().with("clash-file.txt", "x"),
                Scenario.consumes(
                        "fast-exists",
                        "noop=true&fastExistsCheck=true&readLock=changed&readLockCheckInterval=100&readLockTimeout=1000"));
    }

    private static List<Scenario> uploads() {
        return List.of(
                Scenario.sends("upload", "", NEW),
                Scenario.sends("upload-stepwise", "stepwise=true", NEW),
                Scenario.sends("upload-path", "", new Send("x/y/a.txt", "deep"), new Send("x/b.txt", "less deep")),
                Scenario.sends("upload-flat", "flatten=true", new Send("x/y/a.txt", "deep")),
                Scenario.sends("upload-option", "fileName=${file:name.noext}-x.dat", NEW),
                Scenario.sends(
                        "upload-names",
                        "",
                        new Send("with space.txt", "1"),
                        new Send("日本語.txt", "2"),
                        new Send("a#b+c%20.txt", "3")),
                Scenario.sends("upload-separator", "", new Send("x\\y.txt", "1")),
                Scenario.sends("upload-null", "", new Send("a.txt", null)),
                Scenario.sends("upload-null-allowed", "allowNullBody=true", new Send("a.txt", null)),
                Scenario.sends("upload-empty", "", new Send("a.txt", "")),
                Scenario.sends("upload-charset", "charset=UTF-8", new Send("a.txt", "Grüße")),
                Scenario.sends("upload-temp", "tempPrefix=wip-", NEW),
                Scenario.sends("upload-temp-name", "tempFileName=tmp/${file:name}.tmp", NEW)
                        .with("tmp/", ""),
                Scenario.sends("upload-temp-path", "tempFileName=${file:onlyname}.tmp", new Send("x/a.txt", "new")),
                Scenario.sends("upload-done", "doneFileName=done", NEW),
                Scenario.sends("upload-done-each", "doneFileName=${file:name}.done", NEW, new Send("x/b.txt", "b")),
                Scenario.sends("upload-jail", "", new Send("../out.txt", "evil")),
                Scenario.sends("upload-disconnect", "disconnect=true", NEW, new Send("b.txt", "b")),
                Scenario.sends("upload-no-noop", "sendNoop=false", NEW, new Send("b.txt", "b")));
    }

    private static List<Scenario> combinations() {
        return List.of(
                Scenario.consumes("include-below", "noop=true&recursive=true&include=.*txt"),
                Scenario.consumes("depths", "noop=true&recursive=true&minDepth=2&maxDepth=2"),
                Scenario.consumes("shuffle", "noop=true&shuffle=true"),
                Scenario.consumes("idempotent-delete", "idempotent=true&delete=true"),
                Scenario.consumes("idempotent-move", "idempotent=true&move=.done&recursive=true"),
                Scenario.consumes("pre-move-all", "preMove=.work&delete=true&recursive=true"),
                Scenario.consumes("pre-move-stepwise", "preMove=.work/${file:name}.wip&move=.done&stepwise=true"),
                Scenario.consumes("move-failed-all", "moveFailed=.failed&move=.done&recursive=true")
                        .with("sub/bad.txt", "fail"),
                Scenario.consumes("done-file-noop", "doneFileName=${file:name}.done&noop=true")
                        .with("a.txt.done", "")
                        .with("b.csv.done", ""),
                Scenario.consumes("done-file-all", "doneFileName=${file:name}.done&delete=true&recursive=true")
                        .with("sub/d.txt.done", ""),
                Scenario.consumes("greedy", "delete=true&greedy=true&maxMessagesPerPoll=1"),
                Scenario.consumes("rename-move", "readLock=rename&move=.done&recursive=true"),
                Scenario.consumes(
                        "changed-move",
                        "readLock=changed&readLockCheckInterval=100&readLockTimeout=1000&move=.done&recursive=true"),
                Scenario.consumes("work-move", "move=.done&localWorkDirectory={work}/moved"),
                Scenario.consumes("stream-move", "move=.done&streamDownload=true&stepwise=false&recursive=true"),
                Scenario.consumes("no-download-delete", "delete=true&download=false"),
                Scenario.consumes("flatten-move", "move=.done&recursive=true&flatten=true"),
                Scenario.consumes("charset-latin", "noop=true&charset=ISO-8859-1")
                        .alone()
                        .with("plain.txt", "plain"),
                Scenario.sends("ignore-temp", "fileExist=Ignore&tempPrefix=wip-", NEW)
                        .with("a.txt", "old"),
                Scenario.sends("append-null", "fileExist=Append&allowNullBody=true", new Send("a.txt", null))
                        .with("a.txt", "old"),
                Scenario.sends("override-null", "allowNullBody=true", new Send("a.txt", null))
                        .with("a.txt", "old"),
                Scenario.sends("upload-latin", "charset=ISO-8859-1", new Send("a.txt", "plain")),
                Scenario.sends("upload-auto", "separator=Auto", new Send("x/y.txt", "1")),
                Scenario.sends("upload-there", "autoCreate=false", NEW),
                Scenario.sends("upload-temp-flat", "flatten=true&tempPrefix=wip-", new Send("x/y/a.txt", "deep")),
                Scenario.sends("upload-done-prefix", "doneFileName=ready-${file:name}", new Send("x/b.txt", "b")),
                Scenario.sends("upload-constant", "fileName=always.txt", NEW, new Send("b.txt", "b")),
                Scenario.sends("upload-temp-replaces", "tempPrefix=wip-", NEW, new Send("a.txt", "newer")),
                Scenario.sends("upload-batch-end", "disconnectOnBatchComplete=true", NEW, new Send("b.txt", "b")),
                Scenario.sends("upload-work", "bufferSize=1", new Send("a.txt", "byte by byte")));
    }

    private static List<Scenario> existing() {
        return List.of(
                Scenario.sends("exist-override", "fileExist=Override", NEW).with("a.txt", "old"),
                Scenario.sends("exist-override-temp", "fileExist=Override&tempPrefix=wip-", NEW)
                        .with("a.txt", "old")
                        .with("wip-a.txt", "stale"),
                Scenario.sends(
                                "exist-override-late",
                                "fileExist=Override&tempPrefix=wip-&eagerDeleteTargetFile=false",
                                NEW)
                        .with("a.txt", "old"),
                Scenario.sends("exist-fail", "fileExist=Fail", NEW).with("a.txt", "old"),
                Scenario.sends("exist-fail-not", "fileExist=Fail", NEW),
                Scenario.sends("exist-fail-temp", "fileExist=Fail&tempPrefix=wip-", NEW)
                        .with("a.txt", "old"),
                Scenario.sends("exist-ignore", "fileExist=Ignore", NEW).with("a.txt", "old"),
                Scenario.sends("exist-append", "fileExist=Append", NEW, NEW).with("a.txt", "old"),
                Scenario.sends("exist-append-not", "fileExist=Append", NEW),
                Scenario.sends("exist-move", "fileExist=Move&moveExisting=old-${file:onlyname}", NEW)
                        .with("a.txt", "old"),
                Scenario.sends("exist-move-directory", "fileExist=Move&moveExisting=backup/", NEW)
                        .with("a.txt", "old"),
                Scenario.sends(
                                "exist-move-parent",
                                "fileExist=Move&moveExisting=${file:parent}/b-${file:onlyname}",
                                NEW)
                        .with("a.txt", "old")
                        .with("b-a.txt", "older"),
                Scenario.sends(
                                "exist-move-refused",
                                "fileExist=Move&moveExisting=b-${file:onlyname}&eagerDeleteTargetFile=false",
                                NEW)
                        .with("a.txt", "old")
                        .with("b-a.txt", "older"),
                Scenario.sends("exist-try-rename", "fileExist=TryRename&tempPrefix=wip-", NEW));
    }
}
