package rhumb.southbound.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

    /** One entry a kind of message of the contract. */
    private static final Map<Descriptor, Nested> KINDS = new ConcurrentHashMap<>();

    private UnknownFields() {}

    static int count(Message message) {
        int count = message.getUnknownFields().asMap().size();
        Nested nested = KINDS.computeIfAbsent(message.getDescriptorForType(), Nested::of);
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
