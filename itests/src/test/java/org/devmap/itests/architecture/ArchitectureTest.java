package org.devmap.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Arrows run towards {@code api}, and names say what something is responsible for. */
class ArchitectureTest {

    private static final String OURS = "org.devmap";
    private static final Set<String> API_PACKAGES = Set.of(OURS, OURS + ".driver", OURS + ".app", OURS + ".backend",
            OURS + ".embed", OURS + ".dto");
    private static final String SCENARIOS = OURS + ".examples.demo";
    private static final Set<String> EMPTY_WORDS = Set.of("util", "utils", "common", "manager", "helper", "impl", "misc");

    private static List<ProjectModule> modules;

    @BeforeAll
    static void readTheModules() throws Exception {
        modules = ProjectModule.all();
    }

    @Test
    void everyModuleIsUnderTheRules() {
        assertThat(modules).extracting(ProjectModule::folder)
                .contains("api", "runtime", "backend-sim", "backend-ffm", "backend-uio", "shell", "conformance", "dist",
                        "itests", "itests/vm");
        assertThat(modules).allSatisfy(module -> assertThat(module.classes()).as(module.folder()).isNotEmpty());
    }

    @Test
    void theApiHasNoOtherPackagesThanItsReadersKnow() {
        assertThat(module("api").packages()).isSubsetOf(API_PACKAGES);
    }

    @Test
    void theApiImportsNothingOfOurs() {
        assertThat(importsFromOtherModules(module("api"))).isEmpty();
    }

    /** Example applications take part in the demo as well. */
    @Test
    void everythingElseImportsTheApiOnly() {
        assertThat(modules).filteredOn(module -> !module.folder().equals("dist") && !module.isTests())
                .allSatisfy(module -> assertThat(importsFromOtherModules(module))
                        .as("imports of " + module).allMatch(line -> API_PACKAGES.contains(packageImportedBy(line))
                                || module.isExample() && packageImportedBy(line).equals(SCENARIOS)));
    }

    @Test
    void theLauncherImportsNothingOfOurs() {
        assertThat(importsFromOtherModules(module("dist"))).isEmpty();
    }

    @Test
    void nobodyImportsTheRuntimeOrABackend() {
        Set<String> hidden = packagesOf(module -> module.folder().equals("runtime") || module.isBackend());
        assertThat(modules).allSatisfy(module -> assertThat(importsFromOtherModules(module))
                .as("imports of " + module).noneMatch(line -> hidden.contains(packageImportedBy(line))));
    }

    /** Names in strings count too: a class looked up by name is a dependency that no import shows. */
    @Test
    void theRuntimeNeverNamesABackend() throws IOException {
        assertThat(mentions(module("runtime"), packagesOf(ProjectModule::isBackend))).isEmpty();
    }

    @Test
    void aBackendNamesNeitherTheRuntimeNorAnotherBackend() throws IOException {
        for (ProjectModule backend : modules.stream().filter(ProjectModule::isBackend).toList()) {
            Set<String> foreign = packagesOf(module -> module.folder().equals("runtime")
                    || module.isBackend() && !module.equals(backend));
            assertThat(mentions(backend, foreign)).isEmpty();
        }
    }

    @Test
    void aPackageLivesInOneModuleOnly() {
        Map<String, ProjectModule> homes = new HashMap<>();
        List<String> split = new ArrayList<>();
        for (ProjectModule module : modules) {
            for (String name : module.packages()) {
                ProjectModule other = homes.putIfAbsent(name, module);
                if (other != null) {
                    split.add(name + " is in " + other + " and in " + module);
                }
            }
        }
        assertThat(split).isEmpty();
    }

    @Test
    void noPackageHasAnEmptyWordForAName() throws IOException {
        Set<String> named = new TreeSet<>();
        for (ProjectModule module : modules) {
            named.addAll(module.sourcePackages());
        }
        assertThat(named).contains(OURS).noneMatch(name -> Arrays.stream(name.split("\\.")).anyMatch(EMPTY_WORDS::contains));
    }

    private static ProjectModule module(String folder) {
        return modules.stream().filter(module -> module.folder().equals(folder)).findFirst().orElseThrow();
    }

    private static Set<String> packagesOf(Predicate<ProjectModule> which) {
        return modules.stream().filter(which).map(ProjectModule::packages).flatMap(Collection::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** One line "class -> package" for each package of ours that a class uses and its module does not contain. */
    private static Set<String> importsFromOtherModules(ProjectModule module) {
        Set<String> own = module.packages();
        return module.classes().stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
                        .filter(name -> name.equals(OURS) || name.startsWith(OURS + "."))
                        .filter(name -> !own.contains(name))
                        .map(name -> type.getName() + " -> " + name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String packageImportedBy(String line) {
        return line.substring(line.indexOf(" -> ") + " -> ".length());
    }

    /** One line for each class file of the module whose constants mention one of the packages, as a type or in a string. */
    private static List<String> mentions(ProjectModule module, Set<String> packages) throws IOException {
        assertThat(packages).isNotEmpty();
        List<String> lines = new ArrayList<>();
        for (Path file : module.classFiles()) {
            String constants = Files.readString(file, StandardCharsets.ISO_8859_1).replace('/', '.');
            packages.stream().filter(constants::contains)
                    .forEach(name -> lines.add(module + ": " + file.getFileName() + " mentions " + name));
        }
        return lines;
    }
}
