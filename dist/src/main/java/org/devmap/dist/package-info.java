/**
 * Starts an OSGi framework with the bundles of the distribution and hands the user's command to one of them.
 *
 * <p>{@link org.devmap.dist.Launcher} is the story from the first word of the command line to the exit status:
 * {@link org.devmap.dist.CommandLine} reads the words, {@link org.devmap.dist.RunningFramework} owns the framework and its
 * cache, {@link org.devmap.dist.BundleSet} installs and starts a directory of bundles,
 * {@link org.devmap.dist.UnresolvedRequirements} says what is missing when one cannot start.
 *
 * <p>The launcher knows no command. A bundle offers one by registering a {@link java.util.function.Function} from a list of
 * strings to an exit status, with the service properties that {@link org.devmap.dist.Command} names; only JDK types pass
 * between launcher and bundles. Without a command the user gets the Gogo shell of the running framework.
 */
package org.devmap.dist;
