/**
 * Beans for YAML routes: thin translators from a Camel exchange to the engine and back. They decide no policy and move no
 * bytes.
 */
@NullMarked
package dev.drover.route;

import org.jspecify.annotations.NullMarked;
