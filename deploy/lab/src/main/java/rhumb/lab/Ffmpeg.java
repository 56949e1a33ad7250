package rhumb.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import rhumb.net.Endpoint;

/**
 * Live encoders: ffmpeg processes that make the same kinds of media as the shipped samples
 * (docs/media-samples.md).
 */
final class Ffmpeg implements AutoCloseable {
    // Each input is read at its own pace.
    private static final List<String> VIDEO_IN =
            List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25");
    private static final List<String> AUDIO_IN =
            List.of("-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000");
    private static final List<String> H264 =
            List.of(
                    "-c:v",
                    "libx264",
                    "-preset",
                    "ultrafast",
                    "-tune",
                    "zerolatency",
                    "-pix_fmt",
                    "yuv420p",
                    "-g",
                    "25",
                    "-b:v",
                    "300k",
                    "-threads",
                    "1");

    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    /** Whether ffmpeg can be run and knows the encoders. */
    static boolean isInstalled() {
        try {
            Process asked =
                    new ProcessBuilder("ffmpeg", "-v", "quiet", "-encoders")
                            .redirectErrorStream(true)
                            .start();
            String encoders =
                    new String(
                            asked.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            return encoders.contains("libx264") && encoders.contains("libopus");
        } catch (IOException e) {
            return false;
        }
    }

    /** Opus in RTP to this address. */
    Process opus(Endpoint to) throws IOException {
        return start(
                AUDIO_IN,
                List.of("-c:a", "libopus", "-b:a", "40k", "-payload_type", "111"),
                rtp(to));
    }

    /** H.264 in RTP to this address. */
    Process h264(Endpoint to) throws IOException {
        return start(VIDEO_IN, H264, List.of("-payload_type", "96"), rtp(to));
    }

    /** FLV on the standard output. */
    Process flv() throws IOException {
        return start(
                VIDEO_IN,
                AUDIO_IN,
                H264,
                List.of("-c:a", "aac", "-b:a", "64k", "-f", "flv", "pipe:1"));
    }

    private static List<String> rtp(Endpoint to) {
        return List.of("-f", "rtp", "rtp://" + to + "?pkt_size=1200");
    }

    @SafeVarargs
    private Process start(List<String>... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin"));
        for (List<String> some : options) {
            command.addAll(some);
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        if (!command.contains("pipe:1")) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        Process process = builder.start();
        running.add(process);
        return process;
    }

    void end(Process process) {
        process.destroy();
        running.remove(process);
    }

    /** Ends every encoder. */
    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
        running.clear();
    }
}
