/**
 * Sets of files over time: directories of this machine become one archive on a server, with a digest and a manifest beside
 * it; old archives go by a policy; archives are listed, verified and restored. Nothing is deleted but what carries a name
 * of the backup's own pattern, and never the last good archive.
 */
@NullMarked
package dev.drover.backup;

import org.jspecify.annotations.NullMarked;
