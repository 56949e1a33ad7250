package rhumb.southbound.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import rhumb.southbound.v1.Frame;

/** Counts the fields of a message that a newer peer set and this version does not know. */
final class UnknownFields {
    /** Where the messages inside a message of a kind may be. */
    private record Nested(List<FieldDescriptor> fields, List<OneofDescriptor> choices) {
        static Nested of(Descriptor kind) {
            return new Nested(
                    kind.getFields().stream()
                            .filter(Nested::isMessage)
                            .filter(field -> field.getRealContainingOneof() == null)
                            .toList(),
                    kind.getRealOneofs());
        }

        static boolean isMessage(FieldDescriptor field) {
            return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        }
    }

    /** All kinds of messages of the contract. */
    private static final Map<Descriptor, Nested> KINDS =
            kinds(Frame.getDescriptor().getFile().getMessageTypes());

    private UnknownFields() {}

    private static Map<Descriptor, Nested> kinds(List<Descriptor> messages) {
        Map<Descriptor, Nested> kinds = new HashMap<>();
        for (Descriptor message : messages) {
            kinds.put(message, Nested.of(message));
            kinds.putAll(kinds(message.getNestedTypes()));
        }
        return Map.copyOf(kinds);
    }

    static int count(Message message) {
        int count = message.getUnknownFields().asMap().size();
        Nested nested = Objects.requireNonNull(KINDS.get(message.getDescriptorForType()));
        for (OneofDescriptor choice : nested.choices) {
            FieldDescriptor chosen = message.getOneofFieldDescriptor(choice);
            if (chosen != null && Nested.isMessage(chosen)) {
                count += count((Message) message.getField(chosen));
            }
        }
        for (FieldDescriptor field : nested.fields) {
            if (field.isRepeated()) {
                for (Object element : (List<?>) message.getField(field)) {
                    count += count((Message) element);
                }
            } else if (message.hasField(field)) {
                count += count((Message) message.getField(field));
            }
        }
        return count;
    }
}
