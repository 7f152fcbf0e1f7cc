/**
 * The composition root: main, the settings as records, the wiring of all rooms, and the order in which they start and
 * stop. The one package that may see every other; nothing may see it. No policy and no protocol live here.
 */
@NullMarked
package dev.drover.app;

import org.jspecify.annotations.NullMarked;
