package dev.drover.cli;

import dev.drover.transform.Encryption;
import dev.drover.transform.Transform;
import dev.drover.transform.TransformConfigException;
import dev.drover.transform.Transforms;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Opens transforms of the configuration. Only the one that is named has to be right, and only its keys are read. */
final class NamedTransforms {
    private final ClientOptions options;

    NamedTransforms(ClientOptions options) {
        this.options = options;
    }

    Encryption encryption(String option, String name) throws CommandException, ConfigurationException {
        return refusing(option, name, transforms -> transforms.encryption(name));
    }

    Transform decryption(String option, String name) throws CommandException, ConfigurationException {
        return refusing(option, name, transforms -> transforms.decryption(name));
    }

    private <T> T refusing(String option, String name, Choice<T> choice)
            throws CommandException, ConfigurationException {
        String prefix = Transforms.PREFIX + name + ".";
        Map<String, String> all = options.settings();
        Map<String, String> own = all.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
        if (own.isEmpty()) {
            throw CommandException.usage("There is no transform \"" + name + "\" in the settings of "
                    + options.directory() + "; there are: " + String.join(", ", names(all)));
        }
        try {
            return choice.of(Transforms.of(own));
        } catch (TransformConfigException wrong) {
            throw new ConfigurationException(wrong.problems());
        } catch (IllegalArgumentException unfit) {
            throw CommandException.usage(option + " " + name + " " + unfit.getMessage());
        }
    }

    private static TreeSet<String> names(Map<String, String> settings) {
        return settings.keySet().stream()
                .filter(key -> key.startsWith(Transforms.PREFIX))
                .map(key -> key.substring(Transforms.PREFIX.length()))
                .filter(rest -> rest.contains("."))
                .map(rest -> rest.substring(0, rest.indexOf('.')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @FunctionalInterface
    private interface Choice<T> {
        T of(Transforms transforms);
    }
}
